import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import pg from 'pg';
import type { IncidentDetail } from '../../../api/contract/incidents.ts';
import type { TimelineEvent } from '../../../api/contract/timeline.ts';
import { startFakeSlack, type FakeSlack } from '../../../plugins/slack/fake.ts';
import type { Inbound } from '../../../plugins/slack/fake/inbound.ts';
import { addChannel, addUser, type SlackChannel, type SlackMessage } from '../../../plugins/slack/fake/workspace.ts';
import { startDispatch, type RunningDispatch } from '../dispatch.ts';
import { startFakeVendor, type FakeVendor } from '../fake-vendor/server.ts';

const SECRET = 'a-signing-secret-of-the-test';
/** `nadia` reports and commands, `tom` helps, `vera`, `kim` and `ada` come in later, `stranger` is in Slack only. */
const MEMBERS = ['nadia', 'tom', 'vera', 'kim', 'ada'];

/** The running product with one workspace; its conference provider refuses us, so that there are steps that wait for somebody. */
export interface SlackWorld {
  dispatch: RunningDispatch;
  slack: FakeSlack;
  inbound: Inbound;
  vendor: FakeVendor;
  /** A channel that belongs to no incident. */
  general: SlackChannel;
  /** The incident that most is done to, and one that is closed and reviewed; declared by the first case. */
  incidents: { main: string; other: string };
  stop(): Promise<void>;
}

/** One row of the table in docs/slack.md and the proof that it holds. */
export interface ParityCase {
  /** First cell of the row. */
  row: string;
  /** What is proven, as the row's last cell quotes it. */
  proves: string;
  run(world: SlackWorld): Promise<void>;
}

/** Starts everything: about ten seconds. */
export async function openSlackWorld(): Promise<SlackWorld> {
  const vendor = await startFakeVendor();
  vendor.data.services.set('payments', [{ email: 'kim@example.com', name: 'kim' }]);
  const slack = await startFakeSlack({ isEnterprise: true });
  const dispatch = await startDispatch({ env: { DISPATCH_EXTRA_PLUGINS: new URL('../fake-vendor/plugin.ts', import.meta.url).pathname } });
  const { workspace } = slack;
  // An administrator of this workspace lets everybody take people out of channels.
  workspace.whoRemoves = 'everyone';
  for (const name of ['dispatch', ...MEMBERS, 'stranger']) addUser(workspace, { name, email: `${name}@example.com`, realName: name });
  for (const name of MEMBERS) await dispatch.api.call('POST', '/people', { name, email: `${name}@example.com` });
  const { token, adminToken } = workspace.installation;
  // Paces are those of the real Slack, and a case is faster than people are.
  const settings = { botToken: token, signingSecret: SECRET, adminToken, apiUrl: slack.apiUrl, spaceCalls: false };
  await configure(dispatch, 'slack', { capabilities: ['conversation'], settings });
  await configure(dispatch, 'fake-vendor', { capabilities: ['conference', 'oncall'], settings: { baseUrl: vendor.url, token: vendor.token } });
  vendor.failures.add({ path: /^\/meetings/ }, Array.from({ length: 1000 }, () => ({ status: 403 })));
  const general = addChannel(workspace, { name: 'general', creator: 'U0DISPATCH', members: new Set(workspace.users.keys()) });
  const inbound = slack.inbound({ baseUrl: `${dispatch.url}/api/v1/default/events/slack`, signingSecret: SECRET });
  return {
    dispatch, slack, inbound, vendor, general, incidents: { main: '', other: '' },
    async stop() {
      await dispatch.stop();
      await Promise.all([slack.stop(), vendor.stop()]);
    },
  };
}

async function configure(dispatch: RunningDispatch, id: string, body: object): Promise<void> {
  const answer = await dispatch.api.call('PUT', `/plugins/${id}`, { project: null, isEnabled: true, ...body });
  if (answer.status !== 200) throw new Error(`setting up ${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** A user's id in the workspace. */
export function userOf({ slack }: Pick<SlackWorld, 'slack'>, name: string): string {
  return [...slack.workspace.users.values()].find((user) => user.name === name && !user.isBot)?.id ?? '';
}

/** The channel of an incident. */
export async function channelOf({ dispatch, slack }: SlackWorld, incidentId: string): Promise<SlackChannel> {
  const { resources } = await dispatch.api.incident(incidentId);
  const found = slack.workspace.channels.get(resources.find(({ kind }) => kind === 'conversation')?.externalId ?? '');
  if (found === undefined) throw new Error('the incident has no channel');
  return found;
}

/** What the app wrote in a channel for everybody, oldest first. */
export function postsIn(channel: SlackChannel): SlackMessage[] {
  return channel.messages.filter((one) => one.user === 'U0DISPATCH' && one.subtype === null && one.onlyFor === null && !one.isDeleted);
}

/** The pinned summary of a channel. */
export function summaryOf(channel: SlackChannel): SlackMessage {
  const [found, ...others] = postsIn(channel).filter((one) => channel.pins.includes(one.ts) && JSON.stringify(one.blocks).includes('dispatch-summary'));
  if (found === undefined || others.length > 0) throw new Error(`there are ${others.length + (found ? 1 : 0)} summaries`);
  return found;
}

/** What somebody finds in the app's home tab. */
export function homeOf({ slack }: SlackWorld, userId: string): string {
  return JSON.stringify([...slack.workspace.views.values()].filter((one) => one.kind === 'home' && one.user === userId).map((one) => one.view));
}

/** The messages that the app wrote to one person alone, oldest first. */
export function directOf({ slack }: SlackWorld, userId: string): string[] {
  const found = [...slack.workspace.channels.values()].find((one) => one.isIm && one.members.has(userId));
  return (found?.messages ?? []).map((one) => `${one.text} ${JSON.stringify(one.blocks)}`);
}

/** Sentences of the timeline, oldest first. */
export async function timelineOf({ dispatch }: SlackWorld, incidentId: string): Promise<string[]> {
  const { body } = await dispatch.api.call<{ data: TimelineEvent[] }>('GET', `/incidents/${incidentId}/events?limit=200&order=asc`);
  return body.data.map((event) => event.amendedText ?? event.text);
}

/** The open roles of a participant; null = takes no part. */
export function rolesOf(incident: IncidentDetail, name: string): string[] | null {
  const found = incident.participants.find(({ person, removedAt }) => person.email === `${name}@example.com` && removedAt === null);
  return found?.roles.filter(({ to }) => to === null).map(({ role }) => role) ?? null;
}

/** An entry of a workflow's history that came from outside. */
export interface Deed {
  name: string;
  /** The id that makes a repeated delivery nothing; empty for a signal without one. */
  id: string;
}

/** The Updates (and, when asked for, the Signals of these names) in the history of a workflow's present run, oldest first. */
export async function deedsOf({ dispatch }: SlackWorld, workflowId: string, signals: readonly string[] = []): Promise<Deed[]> {
  const { events } = await (await dispatch.temporal.client()).workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap((event) => {
    const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
    if (update) return [{ name: update.input?.name ?? '', id: update.meta?.updateId ?? '' }];
    const name = event.workflowExecutionSignaledEventAttributes?.signalName ?? '';
    return signals.includes(name) ? [{ name, id: '' }] : [];
  });
}

/** Runs acts of people, and shows that an incident's history then has exactly the entries that `work` answers, and no other. */
export async function adds(world: SlackWorld, incidentId: string, work: () => Promise<Deed[]>): Promise<void> {
  const before = await deedsOf(world, `incident/${incidentId}`);
  const expected = await work();
  expect((await deedsOf(world, `incident/${incidentId}`)).slice(before.length)).toEqual(expected);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

/** The id of the command that an act of a person becomes: a trigger, or a submitted view. */
export function commandOf(actId: string): string {
  return hash(`slack\n${actId}`);
}

/** The id of the command that an event becomes. */
export function commandOfEvent({ slack }: SlackWorld, eventId: string): string {
  return hash(`slack/${slack.workspace.teamId}/${eventId}/0`);
}

/** The id of the command that a message kept on the timeline becomes, whoever keeps it. */
export function commandOfKept(channel: SlackChannel, message: SlackMessage): string {
  return hash(`slack/${channel.id}/${message.ts}/kept`);
}

/** What the database holds that no route answers. */
export async function rowsOf({ dispatch: { env } }: SlackWorld, sql: string, values: unknown[]): Promise<unknown[]> {
  const [user = '', password = ''] = (env['DATABASE_CREDENTIALS'] ?? '').split(':');
  const client = new pg.Client({ host: env['DATABASE_HOSTNAME'], port: Number(env['DATABASE_PORT']), database: env['DATABASE_NAME'], user, password });
  await client.connect();
  try {
    return (await client.query<object>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Waits until `look` finds something. */
export async function eventually<T>(what: string, look: () => T | null | undefined | false | Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + 25_000; Date.now() < end; await sleep(25)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`it did not come: ${what}`);
}
