import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { command, EXERCISE, HIGH, MARA, OMAR } from '../support/incident-builders.ts';
import { needsPerson } from './support/fake-activities.ts';
import { isProvisioned, startHarness, type Harness } from './support/harness.ts';
import './support/patience.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());

const RESOURCES = ['conference', 'conversation', 'document', 'notificationsGroup', 'storage', 'tacticalGroup', 'ticket'];

afterEach(() => harness.world.calm());

describe('a declared incident', () => {
  it('gets every resource once, along the graph', async () => {
    const incident = await harness.declare({ priority: HIGH });
    const state = await incident.until('all steps have ended', isProvisioned);
    expect(Object.values(state.steps).map((s) => s.state)).not.toContain('failed');
    expect(Object.keys(state.resources).sort()).toEqual(RESOURCES);
    const names = harness.world.calls.filter((c) => c.incidentId === incident.id && c.name !== 'recordEvents' && c.name !== 'loadIncident').map((c) => c.name);
    expect([...names].sort()).toEqual([...new Set(names)].sort());
    const before = (a: string, b: string): void => expect(names.findIndex((n) => n === a)).toBeLessThan(names.findIndex((n) => n === b));
    before('createTicket', 'createConversation');
    before('createTicket', 'createStorage');
    before('createStorage', 'createIncidentDocument');
    before('createConversation', 'admitParticipants');
    before('createIncidentDocument', 'refreshResources');
    before('resolveEngagements', 'pageCommander');
    before('admitParticipants', 'sendWelcome');
    before('refreshResources', 'sendAnnouncement');
  });

  it('records what happens in few writes, in order, and the ledger folds to the stored state', async () => {
    const writes = harness.world.writes;
    const incident = await harness.declare();
    const state = await incident.until('all steps have ended', isProvisioned);
    const { events } = harness.world.of(incident.id);
    expect(events.map((e) => e.seq)).toEqual(events.map((_, n) => n + 1));
    expect(events[1]?.kind).toBe('steps.armed');
    // One to arm the steps, and never more than one a step; how many come together depends on the machine.
    expect(harness.world.writes - writes).toBeLessThanOrEqual(1 + Object.keys(state.steps).length);
  });

  it('takes the name of the ticket as its key, in the search attributes too', async () => {
    harness.world.ticketName = () => 'PAY-77';
    const incident = await harness.declare({ key: 'INC-1' });
    const state = await incident.until('all steps have ended', isProvisioned);
    harness.world.ticketName = (key) => key;
    expect(state).toMatchObject({ key: 'PAY-77', formerKeys: ['INC-1'] });
    const found = await incident.handle.describe();
    expect(found.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]).sort()).toEqual([
      ['IncidentKey', 'PAY-77'],
      ['IncidentPriority', 'Low'],
      ['IncidentProject', 'Payments'],
      ['IncidentSeverity', 'Critical'],
      ['IncidentStage', 'active'],
      ['IncidentType', 'Outage'],
    ]);
  });

  it('keeps its key when the name of the ticket cannot be one, and says so', async () => {
    harness.world.ticketName = () => 'PAY-78';
    harness.world.trouble('recordEvents', ({ kinds }) => {
      if (Array.isArray(kinds) && kinds.includes('incident.keyed')) throw ApplicationFailure.nonRetryable('Another incident has the key PAY-78.', 'conflict');
    });
    const incident = await harness.declare({ key: 'INC-2' });
    const state = await incident.until('all steps have ended', isProvisioned);
    harness.world.ticketName = (key) => key;
    harness.world.trouble('recordEvents', null);
    expect(state).toMatchObject({ key: 'INC-2', formerKeys: [] });
    expect(state.resources.ticket?.name).toBe('PAY-78');
    const ended = harness.world.of(incident.id).events.find((e) => e.kind === 'step.succeeded' && e.data.step === 'ticket');
    expect(ended?.data).toMatchObject({ note: expect.stringContaining('Another incident has the key PAY-78') });
  });

  it('asks in whom the rules name, who replaces an interim commander and is welcomed with everybody', async () => {
    harness.world.engagees = [{ person: MARA, role: 'commander', ruleId: 'r1', ruleName: 'Payments on-call', service: 'Payments' }];
    const incident = await harness.declare({ commander: OMAR, commanderIsInterim: true });
    const state = await incident.until('all steps have ended', isProvisioned);
    harness.world.engagees = [];
    expect(state.participants.map((p) => [p.name, p.roles.filter((r) => r.to === null).map((r) => r.role)])).toEqual([
      ['Omar', ['reporter']],
      ['Mara', ['commander']],
    ]);
    expect(harness.world.callsOf(incident.id, 'sendWelcome')).toHaveLength(1);
    expect(harness.world.callsOf(incident.id, 'welcomeParticipant')).toHaveLength(0);
    expect(state.steps['refresh']?.run).toBe(1);
  });

  it('recorded as closed gets its record and no gathering, and its workflow ends', async () => {
    const incident = await harness.declare({ stage: 'closed', type: EXERCISE, priority: HIGH });
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'closed' });
    const state = incident.stored();
    expect(Object.keys(state.resources).sort()).toEqual(['document', 'storage', 'ticket']);
    for (const name of ['createConversation', 'createConference', 'pageCommander', 'sendAnnouncement', 'sendWelcome', 'requestFeedback', 'resolveEngagements'] as const) {
      expect(harness.world.callsOf(incident.id, name)).toHaveLength(0);
    }
  });

  it('recorded as stable gets everything of active and the review document', async () => {
    const incident = await harness.declare({ stage: 'stable' });
    const state = await incident.until('all steps have ended', isProvisioned);
    expect(Object.keys(state.resources).sort()).toEqual([...RESOURCES, 'reviewDocument'].sort());
  });

  it('that the database does not have ends its workflow', async () => {
    const handle = await harness.client.workflow.start('incidentWorkflow', { workflowId: 'incident/ghost', taskQueue: 'incidents', args: [{ incidentId: 'ghost' }] });
    await expect(handle.result()).rejects.toMatchObject({ cause: { cause: { type: 'not-found' } } });
  });
});

describe('when a provider fails', () => {
  it('tries again by itself, while the other steps go on', async () => {
    harness.world.trouble('createConference', (_, attempt) => {
      if (attempt < 4) throw new Error('503');
    });
    const incident = await harness.declare();
    await incident.until('the storage is there', (s) => s.resources.storage !== undefined);
    expect(incident.stored().resources.conference).toBeUndefined();
    await harness.pass(20_000);
    const state = await incident.until('all steps have ended', isProvisioned);
    expect(state.steps['conference']).toMatchObject({ state: 'succeeded', run: 1 });
  });

  it('goes on without a slow step after half a minute, and takes in late what it brings', async () => {
    harness.world.trouble('createConversation', (_, attempt) => {
      if (attempt < 8) throw new Error('503');
    });
    const incident = await harness.declare();
    await incident.until('the folder is there', (s) => s.resources.storage !== undefined);
    await harness.pass(15_000);
    expect(incident.stored().steps['announce']?.state).toBe('pending');
    await harness.pass(20_000);
    await incident.until('it was announced', (s) => s.steps['announce']?.state === 'succeeded' && s.steps['welcome']?.state === 'succeeded');
    expect(incident.stored().steps['conversation']?.state).toBe('pending');
    await harness.pass(120_000);
    const state = await incident.until('all is well', isProvisioned);
    expect(state.resources.conversation).toBeDefined();
    expect([state.steps['admit']?.run, state.steps['refresh']?.run, state.steps['announce']?.run]).toEqual([2, 2, 1]);
    expect(harness.world.callsOf(incident.id, 'sendAnnouncement')).toHaveLength(1);
  });

  it('waits for a person when trying again is useless; retry makes up for what hung on it', async () => {
    harness.world.trouble('createTicket', () => {
      throw needsPerson('Jira refuses the token: enter a new one under Settings → Plugins.');
    });
    const incident = await harness.declare();
    let state = await incident.until('the ticket failed', (s) => s.steps['ticket']?.state === 'failed' && s.steps['conference']?.state === 'succeeded');
    expect(state.steps['ticket']?.lastError).toMatch(/Jira refuses the token/);
    state = await incident.until('people are in', (s) => s.steps['announce']?.state === 'succeeded');
    expect((await incident.steps())['conversation']).toMatchObject({ state: 'pending', needs: ['ticket'] });
    // Mails about it need no conversation; in the conversation it is said by the upkeep that follows when it is there.
    const { seqs } = await incident.send(command('createTask', { taskId: 't', title: 'T', description: '', kind: 'response', assignee: OMAR, dueAt: null }));
    await incident.until('it was told', () => harness.world.callsOf(incident.id, 'announceEvents').length > 0);
    expect(harness.world.callsOf(incident.id, 'announceEvents').map((c) => c.input['seqs'])).toEqual([seqs]);
    harness.world.trouble('createTicket', null);
    await incident.send(command('retryStep', { step: 'ticket' }));
    state = await incident.until('all steps have ended', isProvisioned);
    expect(Object.keys(state.resources).sort()).toEqual(RESOURCES);
    expect(harness.world.kinds(incident.id).filter((k) => k === 'step.failed')).toHaveLength(1);
  });

  it('shows the steps that wait for a person at once, together, and again when somebody sees to them', async () => {
    const incident = await harness.declare();
    await incident.until('all steps have ended', isProvisioned);
    const refuse = () => {
      throw needsPerson('no');
    };
    for (const name of ['updateTicket', 'refreshResources'] as const) harness.world.trouble(name, refuse);
    await incident.send(command('editIncident', { edit: { title: 'Another title' } }));
    await incident.until('both failed', (s) => s.steps['update-ticket']?.state === 'failed' && s.steps['refresh']?.state === 'failed');
    const shown = () => harness.world.callsOf(incident.id, 'showBoard').length;
    await harness.pass(2000);
    await incident.until('they are shown', () => shown() > 0);
    expect(shown()).toBe(1);
    harness.world.trouble('updateTicket', null);
    await incident.send(command('retryStep', { step: 'update-ticket' }));
    await harness.pass(2000);
    await incident.until('it is shown', () => shown() > 1);
    expect(shown()).toBe(2);
  });

  it('goes on when a step is skipped, and when one is answered by hand', async () => {
    const refuse = () => {
      throw needsPerson('no');
    };
    harness.world.trouble('createTicket', refuse);
    harness.world.trouble('createConversation', refuse);
    const incident = await harness.declare();
    await incident.until('the ticket failed', (s) => s.steps['ticket']?.state === 'failed');
    await incident.send(command('skipStep', { step: 'ticket', reason: 'no Jira today' }));
    await incident.until('the conversation failed too', (s) => s.steps['conversation']?.state === 'failed');
    await incident.send(command('supplyStep', { step: 'conversation', resource: { externalId: 'C77', url: 'https://chat.example.com/C77', name: '#war-room' } }));
    const state = await incident.until('all steps have ended', isProvisioned);
    expect(state.resources.conversation).toMatchObject({ provider: 'manual', name: '#war-room', state: 'ready' });
    expect(state.resources.ticket).toBeUndefined();
    expect(state.steps['storage']?.state).toBe('succeeded');
  });

  it('does not wait for the next try when a person asks for one now, and stops trying when told to skip', async () => {
    harness.world.trouble('createConference', () => {
      throw ApplicationFailure.create({ message: 'come back in an hour', nextRetryDelay: '1 hour' });
    });
    const incident = await harness.declare();
    await incident.until('the rest is there', (s) => s.resources.document !== undefined);
    await incident.send(command('skipStep', { step: 'conference', reason: null }));
    const skipped = await incident.until('all steps have ended', isProvisioned);
    expect(skipped.steps['conference']?.state).toBe('skipped');
    harness.world.trouble('createConference', null);
    await incident.send(command('retryStep', { step: 'conference' }));
    const state = await incident.until('it is there', (s) => s.resources.conference !== undefined);
    expect(state.steps['conference']).toMatchObject({ state: 'succeeded', run: 1 });
  });
});
