import { z } from 'zod';
import type { Plugin } from '../../../plugins/contract.ts';
import {
  fakeConference,
  fakeConversation,
  fakeDocument,
  fakeEmail,
  fakeGroup,
  fakeOncall,
  fakeStorage,
  fakeTicket,
} from './capabilities.ts';
import { createFakeClient, FakeSettings } from './client.ts';

/** A provider for tests that talks to {@link startFakeVendor} over real HTTP, written the way a vendor's plugin is. */
export const plugin: Plugin<FakeSettings> = {
  id: 'fake-vendor',
  name: 'Fake vendor',
  description: 'A vendor for tests.',
  setup: 'Start tests/support/fake-vendor/server.ts and take its address and token.',
  settings: FakeSettings,
  secrets: ['token'],
  capabilities: [
    'conversation',
    'document',
    'storage',
    'ticket',
    'conference',
    'oncall',
    'participantGroup',
    'email',
  ],
  connect(settings, context) {
    const client = createFakeClient(settings, context);
    return {
      conversation: fakeConversation(client),
      document: fakeDocument(client),
      storage: fakeStorage(client),
      ticket: fakeTicket(client),
      conference: fakeConference(client),
      oncall: fakeOncall(client),
      participantGroup: fakeGroup(client),
      email: fakeEmail(client),
    };
  },
  async health(settings, context) {
    await createFakeClient(settings, context).http.json({ path: '/me' }, z.object({ account: z.string() }));
    return { ok: true, detail: `${settings.baseUrl} answers and knows our token.` };
  },
};
