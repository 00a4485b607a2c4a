import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { postmortemWorkflowId } from '../../workflows/ids.ts';
import { postmortemUpdates } from '../../workflows/incident/messages.ts';
import { command, EXERCISE, MARA, NADIA, OMAR } from '../support/incident-builders.ts';
import { needsPerson } from './support/fake-activities.ts';
import { isProvisioned, startHarness, toStage, type Harness, type RunningIncident } from './support/harness.ts';
import './support/patience.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());

async function provisioned(overrides: Parameters<Harness['declare']>[0] = {}): Promise<RunningIncident> {
  const incident = await harness.declare(overrides);
  await incident.until('all steps have ended', isProvisioned);
  return incident;
}
async function inReview(): Promise<RunningIncident> {
  const incident = await provisioned();
  await incident.send(toStage('closed'));
  await incident.until('the review is on', (s) => s.stage === 'review' && s.postmortem !== null && isProvisioned(s));
  return incident;
}
const postmortem = (incident: RunningIncident) => harness.client.workflow.getHandle(postmortemWorkflowId(incident.id));

afterEach(() => harness.world.calm());

describe('the stages', () => {
  it('lead from active over stable and closed to review by itself, to a published postmortem, and to the end of the workflow', async () => {
    const incident = await provisioned();
    await incident.send(toStage('stable'));
    await incident.until('the review document is there', (s) => s.resources.reviewDocument !== undefined && isProvisioned(s));
    await incident.send(toStage('closed'));
    const review = await incident.until('the review is on', (s) => s.stage === 'review' && s.postmortem !== null && isProvisioned(s));
    expect(review.resources.conversation?.state).toBe('archived');
    expect(review.stages.map((s) => s.stage)).toEqual(['active', 'stable', 'closed', 'review']);
    expect(review.postmortem).toMatchObject({ state: 'scheduled', owner: NADIA });
    for (const name of ['archiveConversation', 'requestFeedback', 'draftPostmortem', 'scheduleReviewMeeting', 'calculateCost'] as const) expect(harness.world.callsOf(incident.id, name)).toHaveLength(1);
    const answer = await postmortem(incident).executeUpdate(postmortemUpdates.publish, { args: [{ commandId: 'p1', by: MARA }] });
    expect(harness.world.of(incident.id).state.postmortem).toMatchObject({ state: 'published' });
    expect(answer.version).toBeLessThanOrEqual(harness.world.of(incident.id).state.version);
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'review' });
    await expect(postmortem(incident).result()).resolves.toEqual({ outcome: 'published' });
    expect(harness.world.callsOf(incident.id, 'announcePostmortem')).toHaveLength(1);
    const published = harness.world.of(incident.id).events.find((e) => e.kind === 'postmortem.published');
    expect(published?.actor).toEqual({ kind: 'person', ...MARA });
  });

  it('end at closed when the type asks for no postmortem', async () => {
    const incident = await provisioned({ type: EXERCISE });
    await incident.send(toStage('closed'));
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'closed' });
    expect(harness.world.callsOf(incident.id, 'openPostmortem')).toHaveLength(0);
    expect(harness.world.callsOf(incident.id, 'createReviewDocument')).toHaveLength(0);
  });

  it('announce a change in the conversation before that is archived', async () => {
    const incident = await provisioned({ type: EXERCISE });
    await incident.send(toStage('closed'));
    await incident.handle.result();
    const names = harness.world.calls.filter((c) => c.incidentId === incident.id).map((c) => c.name);
    expect(names.filter((n) => n === 'announceEvents')).toHaveLength(1);
    expect(names.indexOf('announceEvents')).toBeLessThan(names.indexOf('archiveConversation'));
  });

  it('refuse what is not allowed, with type and field, and leave no trace', async () => {
    const incident = await provisioned();
    const { version } = incident.stored();
    const refused = incident.send(toStage('review'));
    await expect(refused).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    await expect(refused).rejects.toMatchObject({ cause: { type: 'illegal-transition', message: expect.stringContaining('close the incident first'), details: [[{ pointer: '/stage', detail: expect.any(String) }]] } });
    expect(incident.stored().version).toBe(version);
  });

  it('do not wait for steps of a stage that is over', async () => {
    harness.world.trouble('createConference', () => {
      throw new Error('503');
    });
    const incident = await harness.declare({ type: EXERCISE });
    await incident.until('the folder is there', (s) => s.resources.storage !== undefined);
    await incident.send(toStage('closed'));
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'closed' });
    expect(incident.stored().steps['conference']).toMatchObject({ state: 'skipped' });
  });
});

describe('reopening', () => {
  it('brings a closed incident back to work, from its ended workflow too', async () => {
    const incident = await provisioned({ type: EXERCISE });
    await incident.send(toStage('closed'));
    await incident.handle.result();
    const answer = await incident.send(toStage('active'));
    expect(incident.stored().version).toBeGreaterThanOrEqual(answer.version);
    const state = await incident.until('the conversation is open', (s) => s.resources.conversation?.state === 'ready' && isProvisioned(s));
    expect(state.stage).toBe('active');
    expect(state.participants.flatMap((p) => p.roles.filter((r) => r.to === null).map((r) => r.role)).sort()).toEqual(['commander', 'reporter']);
    expect(harness.world.callsOf(incident.id, 'createConversation')).toHaveLength(1);
    expect(harness.world.callsOf(incident.id, 'unarchiveConversation')).toHaveLength(1);
    await incident.send(toStage('closed'));
    await incident.handle.result();
    expect(harness.world.callsOf(incident.id, 'archiveConversation')).toHaveLength(2);
  });

  it('ends the postmortem, and the next review begins another round', async () => {
    const incident = await inReview();
    await incident.send(toStage('active'));
    await expect(postmortem(incident).result()).resolves.toEqual({ outcome: 'reopened' });
    const open = await incident.until('it is open', (s) => s.stage === 'active' && isProvisioned(s));
    expect(open.postmortem).toBeNull();
    await incident.send(toStage('closed'));
    const again = await incident.until('the review is on again', (s) => s.stage === 'review' && s.postmortem !== null && isProvisioned(s));
    expect(again.steps['draft-postmortem']?.run).toBe(2);
    expect(harness.world.callsOf(incident.id, 'openPostmortem')).toHaveLength(2);
  });

  it('goes for an incident that was recorded as closed: it gets what it never had', async () => {
    const incident = await harness.declare({ stage: 'closed', type: EXERCISE });
    await incident.handle.result();
    await incident.send(toStage('active'));
    const state = await incident.until('it is complete', (s) => isProvisioned(s) && s.resources.conversation !== undefined);
    expect(state.resources.conference).toBeDefined();
  });
});

describe('the postmortem', () => {
  it('moves the meeting when asked to, and refuses the past', async () => {
    const incident = await inReview();
    const meetingAt = new Date(Date.parse(await harness.now()) + 86_400_000).toISOString();
    const past = postmortem(incident).executeUpdate(postmortemUpdates.scheduleMeeting, { args: [{ commandId: 'm0', by: OMAR, meetingAt: '2001-01-01T00:00:00Z', owner: null }] });
    await expect(past).rejects.toMatchObject({ cause: { type: 'invalid-request', details: [[{ pointer: '/meetingAt' }]] } });
    await postmortem(incident).executeUpdate(postmortemUpdates.scheduleMeeting, { args: [{ commandId: 'm1', by: OMAR, meetingAt, owner: MARA }] });
    expect(incident.stored().postmortem).toMatchObject({ meetingAt, owner: MARA });
    await incident.until('the new meeting is made', (s) => s.steps['review-meeting']?.state === 'succeeded' && s.steps['review-meeting'].run === 2);
    expect(harness.world.callsOf(incident.id, 'scheduleReviewMeeting').map((c) => c.input['meetingAt'])).toEqual([expect.any(String), meetingAt]);
    await incident.send(toStage('active'));
  });

  it('shows a failing step on the incident, and tries again when a person says so', async () => {
    harness.world.trouble('draftPostmortem', () => {
      throw needsPerson('The document provider refuses.');
    });
    const incident = await provisioned();
    await incident.send(toStage('closed'));
    const failed = await incident.until('the draft failed', (s) => s.steps['draft-postmortem']?.state === 'failed');
    expect(failed.steps['draft-postmortem']?.lastError).toBe('The document provider refuses.');
    expect(failed.postmortem).not.toBeNull();
    harness.world.trouble('draftPostmortem', null);
    await incident.send(command('retryStep', { step: 'draft-postmortem' }));
    await incident.until('the draft is there', (s) => s.steps['draft-postmortem']?.state === 'succeeded');
    await incident.send(toStage('active'));
  });

  it('that an operator cancelled is started again', async () => {
    const incident = await inReview();
    await postmortem(incident).cancel();
    await harness.pass(90_000);
    await postmortem(incident).executeUpdate(postmortemUpdates.publish, { args: [{ commandId: 'p2', by: NADIA }] });
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'review' });
  });

  it('can be published once only, and ends when sending it round is skipped', async () => {
    harness.world.trouble('announcePostmortem', () => {
      throw needsPerson('no mail');
    });
    const incident = await inReview();
    await postmortem(incident).executeUpdate(postmortemUpdates.publish, { args: [{ commandId: 'p3', by: NADIA }] });
    const twice = postmortem(incident).executeUpdate(postmortemUpdates.publish, { args: [{ commandId: 'p4', by: NADIA }] });
    await expect(twice).rejects.toMatchObject({ cause: { type: 'not-allowed-now' } });
    await incident.until('sending failed', (s) => s.steps['announce-postmortem']?.state === 'failed');
    await incident.handle.result();
    await incident.send(command('skipStep', { step: 'announce-postmortem', reason: null }));
    await expect(postmortem(incident).result()).resolves.toEqual({ outcome: 'published' });
  });
});
