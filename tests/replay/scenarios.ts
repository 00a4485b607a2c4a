import { DAY, HOUR, MINUTE, plus } from '../../domain/time.ts';
import { COST_WORKFLOW_ID, INCIDENTS_QUEUE, postmortemWorkflowId, WORKFLOW_TYPES } from '../../workflows/ids.ts';
import { incidentSignals, postmortemUpdates } from '../../workflows/incident/messages.ts';
import { command, EXERCISE, HIGH, MARA, NADIA, OMAR } from '../support/incident-builders.ts';
import { needsPerson } from '../workflows/support/fake-activities.ts';
import { isProvisioned, toStage, type Harness } from '../workflows/support/harness.ts';

/** A workflow to record: its id, and which run of it (the newest when absent). */
interface Recorded {
  name: string;
  workflowId: string;
  runId?: string;
}

/** Everything that happens to workflows, told as stories; each answers what is to be recorded. Time skips, except in `continued`. */
export const SCENARIOS: readonly ((harness: Harness) => Promise<Recorded[]>)[] = [fullLife, troubles, recordOnly, costPass];

/** Declared, worked on, stable, closed, reviewed, published. */
async function fullLife(harness: Harness): Promise<Recorded[]> {
  harness.world.engagees = [{ person: MARA, role: 'commander', ruleId: 'rule', ruleName: 'Payments on-call', service: 'Payments' }];
  const incident = await harness.declare({ priority: HIGH, commander: OMAR, commanderIsInterim: true });
  await incident.until('all steps have ended', isProvisioned);
  await harness.pass(31 * MINUTE);
  await incident.send(command('postReport', { reportId: '00000000-0000-4000-8000-000000000001', report: { kind: 'tactical', conditions: 'c', actions: 'a', needs: 'n' } }));
  await incident.send(command('snoozeReport', { kind: 'tactical', until: plus(await harness.now(), HOUR) }));
  await incident.send(command('editIncident', { edit: { title: 'Worse', visibility: 'restricted' } }));
  await incident.send(command('assignRole', { person: NADIA, role: 'scribe' }));
  await incident.handle.signal(incidentSignals.participantJoined, { person: NADIA, role: 'observer', through: 'slack', signalId: 's1' });
  await incident.send(command('createTask', { taskId: '00000000-0000-4000-8000-000000000002', title: 'T', description: '', kind: 'followUp', assignee: NADIA, dueAt: plus(await harness.now(), 2 * HOUR) }));
  await harness.pass(3 * HOUR);
  await incident.send(command('updateTask', { taskId: '00000000-0000-4000-8000-000000000002', changes: { state: 'done' } }));
  await incident.send(command('removeParticipant', { email: NADIA.email }));
  await incident.until('all is quiet', isProvisioned);
  await incident.send(toStage('stable'));
  await incident.until('the review document is there', isProvisioned);
  await incident.send(toStage('closed'));
  await incident.until('the review is on', (s) => s.stage === 'review' && s.postmortem !== null && isProvisioned(s));
  const postmortem = harness.client.workflow.getHandle(postmortemWorkflowId(incident.id));
  await postmortem.executeUpdate(postmortemUpdates.scheduleMeeting, { args: [{ commandId: 'm1', by: OMAR, meetingAt: plus(await harness.now(), DAY), owner: null }] });
  await incident.until('the meeting is moved', (s) => s.steps['review-meeting']?.run === 2 && isProvisioned(s));
  await harness.pass(5 * DAY);
  await postmortem.executeUpdate(postmortemUpdates.publish, { args: [{ commandId: 'p1', by: MARA }] });
  await incident.handle.result();
  await postmortem.result();
  harness.world.calm();
  return [{ name: 'full-life', workflowId: incident.handle.workflowId }, { name: 'full-life-postmortem', workflowId: postmortem.workflowId }];
}

/** Steps that fail, are retried, skipped and supplied; closed while one hangs; reopened from review, which ends the postmortem. */
async function troubles(harness: Harness): Promise<Recorded[]> {
  const { world } = harness;
  world.trouble('createTicket', () => {
    throw needsPerson('The token is refused.');
  });
  world.trouble('createConversation', () => {
    throw needsPerson('The workspace is gone.');
  });
  world.trouble('createConference', () => {
    throw new Error('503');
  });
  const incident = await harness.declare();
  await incident.until('the ticket failed', (s) => s.steps['ticket']?.state === 'failed');
  await incident.send(command('skipStep', { step: 'ticket', reason: null }));
  await incident.until('the conversation failed', (s) => s.steps['conversation']?.state === 'failed');
  await incident.send(command('supplyStep', { step: 'conversation', resource: { externalId: 'C1', url: null, name: '#c1' } }));
  await harness.pass(2 * MINUTE);
  await incident.until('it was announced', (s) => s.steps['announce']?.state === 'succeeded');
  world.calm();
  await incident.send(command('retryStep', { step: 'ticket' }));
  await incident.until('the ticket is there', (s) => s.resources.ticket !== undefined);
  await incident.send(toStage('closed'));
  await incident.until('the review is on', (s) => s.stage === 'review' && s.postmortem !== null && isProvisioned(s));
  await incident.send(toStage('active'));
  await incident.until('it is open again', isProvisioned);
  const postmortem = harness.client.workflow.getHandle(postmortemWorkflowId(incident.id));
  await postmortem.result();
  return [{ name: 'troubles', workflowId: incident.handle.workflowId }, { name: 'troubles-postmortem', workflowId: postmortem.workflowId }];
}

/** Recorded as closed, then reopened by a command that starts the ended workflow again. */
async function recordOnly(harness: Harness): Promise<Recorded[]> {
  const incident = await harness.declare({ stage: 'closed', type: EXERCISE });
  await incident.handle.result();
  const { runId } = await incident.handle.describe();
  await incident.send(toStage('active'));
  await incident.until('it is complete', (s) => isProvisioned(s) && s.resources.conversation !== undefined);
  const { workflowId } = incident.handle;
  return [{ name: 'record-only', workflowId, runId }, { name: 'record-only-reopened', workflowId }];
}

async function costPass(harness: Harness): Promise<Recorded[]> {
  harness.world.costPages = [{ visited: 2, written: 1, failed: 0 }, { visited: 1, written: 0, failed: 1 }];
  await harness.client.workflow.execute(WORKFLOW_TYPES.cost, { workflowId: COST_WORKFLOW_ID, taskQueue: INCIDENTS_QUEUE, args: [] });
  return [{ name: 'cost', workflowId: COST_WORKFLOW_ID }];
}

/** A run so long that another continues it; needs a server that suggests so early. */
export async function continued(harness: Harness): Promise<Recorded[]> {
  const incident = await harness.declare({ type: EXERCISE });
  await incident.until('all steps have ended', isProvisioned);
  const { runId } = await incident.handle.describe();
  for (let n = 0; (await incident.handle.describe()).runId === runId; n += 1) {
    await incident.send(command('addNote', { text: `note ${n}`, at: null }));
  }
  await incident.send(toStage('closed'));
  await incident.handle.result();
  const { workflowId } = incident.handle;
  return [{ name: 'continued-first', workflowId, runId }, { name: 'continued-second', workflowId }];
}
