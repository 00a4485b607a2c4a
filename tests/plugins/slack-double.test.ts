import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { randomUUID } from 'node:crypto';
import type { ConversationCapability } from '../../plugins/contract.ts';
import { createRegistry } from '../../plugins/registry.ts';
import { slack } from '../../plugins/slack/index.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { type SlackDouble, startSlackDouble } from '../support/slack-double/server.ts';
import { addPerson } from '../support/slack-double/workspace.ts';
import { expectKind } from './conformance/making.ts';
import { capabilitiesOf, registryWith } from './harness/instance.ts';

const BARE = ['bookmarks.', 'pins.', 'conversations.setTopic', 'conversations.history'];

let double: SlackDouble;
beforeAll(async () => {
  double = await startSlackDouble();
  addPerson(double.workspace, 'tom@example.org');
});
afterAll(() => double.stop());

const settingsFor = (apiUrl: string) => ({ botToken: double.workspace.token, signingSecret: 'not-a-real-secret', apiUrl, timeoutMs: 1000, spaceCalls: false });
const PLACE = () => ({ organizationId: randomUUID(), projectId: null, pluginId: 'slack' });
async function connect(apiUrl = double.apiUrl, more: object = {}): Promise<ConversationCapability> {
  const { conversation } = await capabilitiesOf(registryWith({ plugin: slack, settings: { ...settingsFor(apiUrl), ...more }, store: createMemoryStore() }), PLACE(), ['conversation']);
  if (!conversation) throw new Error('the plugin offers it');
  return conversation;
}
async function made(chat: ConversationCapability): Promise<string> {
  const incidentId = randomUUID();
  return (await chat.create({ incidentId, mark: `dispatch:${incidentId}:conversation`, name: `inc-${incidentId.slice(0, 8)}`, topic: 'Active', private: false })).externalId;
}
const message = (key: string) => ({ key, markdown: `**${key}**`, onlyFor: null, buttons: [], pin: true });

describe('another Slack, of which we only know the address', () => {
  it('speaks to the official SDK, with forms and with JSON', async () => {
    const client = new WebClient(double.workspace.token, { slackApiUrl: double.apiUrl });
    expect(await client.auth.test()).toMatchObject({ ok: true, response_metadata: { scopes: expect.arrayContaining(['chat:write']) } });
    const json = await fetch(`${double.apiUrl}conversations.create`, { method: 'POST', headers: { authorization: `Bearer ${double.workspace.token}`, 'content-type': 'application/json' }, body: '{"name":"by-json","is_private":true}' });
    expect(await json.json()).toMatchObject({ ok: true, channel: { name: 'by-json' } });
    await expect(client.conversations.open({ users: 'usr_1' })).rejects.toMatchObject({ data: { ok: false, error: 'unknown_method' } });
    expect(new Set(double.calls.map(({ type }) => type))).toEqual(new Set(['application/x-www-form-urlencoded', 'application/json']));
  });

  it.each(['', '/'])('is reached by its address with “%s” at the end', async (end) => {
    const chat = await connect(`${double.apiUrl.replace(/\/$/, '')}${end}`);
    const id = await made(chat);
    await chat.post(id, message('hello'));
    expect(double.workspace.channels.get(id)?.messages).toHaveLength(1);
  });

  it('is not reached on loopback unless the configuration allows it, and the refusal says which setting does', async () => {
    const registryAllowing = (outboundAllow: string[]) => {
      const instance = { id: randomUUID(), pluginId: 'slack', projectId: null, isEnabled: true, capabilities: slack.capabilities, settings: settingsFor(double.apiUrl) };
      return createRegistry({ webUrl: 'https://dispatch.example', instances: async () => [instance], organizationSlug: async () => 'default', projectSettings: async () => ({}), store: () => createMemoryStore(), smtp: null, outboundAllow });
    };
    const before = double.calls.length;
    expect(await registryAllowing([]).health(PLACE())).toMatchObject({ ok: false, detail: expect.stringContaining('DISPATCH_OUTBOUND_ALLOW') });
    expect(double.calls).toHaveLength(before);
    expect(await registryAllowing(['127.0.0.1']).health(PLACE())).toMatchObject({ ok: true });
  });

  it('has a conversation although it offers little, and what lacks is said', async () => {
    const bare = await startSlackDouble({ without: BARE });
    try {
      bare.workspace.token = double.workspace.token;
      const { id: tom } = addPerson(bare.workspace, 'tom@example.org');
      const chat = await connect(bare.apiUrl);
      const id = await made(chat);
      expect(await chat.addMembers(id, [{ email: 'tom@example.org', name: 'Tom' }])).toEqual({ failed: [] });
      await chat.post(id, message('hello'));
      await chat.direct?.({ email: 'tom@example.org', name: 'Tom' }, message('to you')).catch(() => undefined);
      expect(bare.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', args: { channel: tom } });
      expect(await chat.setTopic(id, 'Stable')).toEqual({ lacking: 'This Slack does not offer conversations.setTopic (unknown_method)' });
      expect(await chat.setBookmarks(id, [{ title: 'T', url: 'https://t.example' }])).toMatchObject({ lacking: expect.stringContaining('bookmarks.list') });
      expect(await chat.showSummary?.(id, [{ markdown: 'Stage: active' }])).toMatchObject({ lacking: expect.stringContaining('pins.add') });
      expect(await chat.showSummary?.(id, [{ markdown: 'Stage: stable' }])).toMatchObject({ lacking: expect.stringContaining('pins.add') });
      expect(await chat.showParticipants?.(id, { title: 'P', markdown: '- Tom' })).toMatchObject({ lacking: expect.stringContaining('conversations.canvases.create') });
      expect(bare.workspace.channels.get(id)?.messages.map(({ text }) => text)).toEqual(['hello', 'Stage: stable']);
    } finally {
      await bare.stop();
    }
  });

  it('lets no bot open an archived channel again: an administrator’s token does, or a person hears what to do', async () => {
    const chat = await connect();
    const id = await made(chat);
    double.workspace.botsUnarchive = false;
    await chat.archive(id);
    expect((await expectKind('conflict', () => chat.unarchive(id))).message).toMatch(/choose “Unarchive”.*\/invite @Dispatch.*retry/);
    double.workspace.adminToken = 'xoxp-1-admin';
    await (await connect(double.apiUrl, { adminToken: 'xoxp-1-admin' })).unarchive(id);
    await chat.post(id, message('back'));
    await chat.unarchive(id);
    expect(double.workspace.channels.get(id)?.messages.map(({ text }) => text)).toEqual(['back']);
  });
});
