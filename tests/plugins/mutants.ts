import { z } from 'zod';
import { VendorError, type Capabilities, type CapabilityName } from '../../plugins/contract.ts';
import type { FakeSettings } from '../support/fake-vendor/client.ts';
import type { World } from './conformance/world.ts';

/** A plugin with one mistake that is easily made, and the checks that must notice it. */
export interface Mutant {
  mistake: string;
  capability: CapabilityName;
  caughtBy: string[];
  /** The capability with the mistake; `use` gives the good ones. */
  change(use: World['use'], vendor: Vendor): Capabilities;
}

/** The vendor's API without any care. */
export interface Vendor {
  post(path: string, body: unknown): Promise<string>;
  patch(path: string, body: unknown): Promise<Response>;
  get(path: string): Promise<unknown[]>;
}

/** Bare calls of the fake vendor. */
export function careless(settings: FakeSettings): Vendor {
  const call = (method: string, path: string, body?: unknown) =>
    fetch(settings.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${settings.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    post: async (path, body) =>
      z.object({ id: z.string() }).parse(await (await lost(call('POST', path, body))).json()).id,
    patch: (path, body) => call('PATCH', path, body),
    get: async (path) =>
      z.object({ items: z.array(z.unknown()) }).parse(await (await call('GET', path)).json()).items,
  };
}

/** A lost answer as the plugin's own mistake-free part would say it. */
async function lost(response: Promise<Response>): Promise<Response> {
  return response.catch(() => Promise.reject(new VendorError('unavailable', 'the answer was lost')));
}

/** Mistakes in making things. */
const MAKING: Mutant[] = [
  {
    mistake: 'creates without looking for the mark',
    capability: 'conversation',
    caughtBy: [
      'conversation: made twice is one object',
      'conversation: adopted after a lost answer',
      'conversation: made by four at once is one object',
    ],
    change: (use, vendor) => ({
      conversation: {
        ...use('conversation'),
        create: async ({ mark, name }) => ({
          externalId: await vendor.post('/conversations', { mark, name }),
          url: null,
          name,
        }),
      },
    }),
  },
  {
    mistake: 'looks before it creates, but not after',
    capability: 'storage',
    caughtBy: ['folder: made by four at once is one object'],
    change: (use, vendor) => ({
      storage: {
        ...use('storage'),
        async createFolder({ mark, name }) {
          const [found] = z
            .array(z.object({ id: z.string() }))
            .parse(await vendor.get(`/folders?mark=${encodeURIComponent(mark)}`));
          return {
            externalId: found?.id ?? (await vendor.post('/folders', { mark, name })),
            url: null,
            name,
          };
        },
      },
    }),
  },
  {
    mistake: 'makes one object for all incidents',
    capability: 'conference',
    caughtBy: [
      'conference: two incidents have two objects',
      'a conference has an address, another for every incident',
    ],
    change: (use) => ({
      conference: {
        ...use('conference'),
        create: (input) => use('conference').create({ ...input, mark: 'dispatch:all' }),
      },
    }),
  },
  {
    mistake: 'throws plain errors',
    capability: 'ticket',
    caughtBy: [
      'ticket: 429 says how long to wait',
      'ticket: 500 and 503 are unavailable, then it works',
      'ticket: refused credentials are auth',
      'a ticket that is not there is not found',
    ],
    change: (use) => ({
      ticket: {
        ...use('ticket'),
        create: (input) => use('ticket').create(input).catch(plainly),
        update: (id, brief) => use('ticket').update(id, brief).catch(plainly),
      },
    }),
  },
  {
    mistake: 'waits for ever',
    capability: 'oncall',
    caughtBy: ['page: no answer is unavailable, and soon'],
    change: (use) => ({
      oncall: { ...use('oncall'), page: (input) => use('oncall').page(input).catch(slowly) },
    }),
  },
];

async function plainly(error: unknown): Promise<never> {
  throw new Error(String(error));
}

async function slowly(error: unknown): Promise<never> {
  if (error instanceof VendorError && error.message.includes('did not answer'))
    await new Promise((resolve) => setTimeout(resolve, 3100));
  throw error;
}

/** Mistakes in keeping things. */
const KEEPING: Mutant[] = [
  {
    mistake: 'reads one page of members',
    capability: 'participantGroup',
    caughtBy: ['all members of many pages are listed, the first ones too'],
    change: (use, vendor) => ({
      participantGroup: {
        ...use('participantGroup'),
        members: async (id) => z.array(z.string()).parse(await vendor.get(`/groups/${id}/members`)),
      },
    }),
  },
  {
    mistake: 'gives up at the first person who cannot be added',
    capability: 'conversation',
    caughtBy: ['one who cannot be added does not fail the others'],
    change: (use) => ({
      conversation: {
        ...use('conversation'),
        async addMembers(id, people) {
          const { failed } = await use('conversation').addMembers(id, people.slice(0, 2));
          if (failed[0]) throw new VendorError('invalid', failed[0].reason);
          return use('conversation').addMembers(id, people);
        },
      },
    }),
  },
  {
    mistake: 'takes “already archived” for an error',
    capability: 'conversation',
    caughtBy: ['archiving and opening again can be repeated'],
    change: (use, vendor) => ({
      conversation: {
        ...use('conversation'),
        async archive(id) {
          const { ok } = await vendor.patch(`/conversations/${id}`, { archived: true });
          if (!ok) throw new VendorError('conflict', 'it is archived already');
        },
      },
    }),
  },
  {
    mistake: 'posts every message again',
    capability: 'conversation',
    caughtBy: ['a message with the same key is posted once'],
    change: (use) => ({
      conversation: {
        ...use('conversation'),
        post: (id, message) =>
          use('conversation').post(id, { ...message, key: `${message.key}.${Math.random()}` }),
      },
    }),
  },
  {
    mistake: 'writes the document anew on a refresh',
    capability: 'document',
    caughtBy: ['a refresh follows the incident and keeps what people wrote'],
    change: (use, vendor) => ({
      document: {
        ...use('document'),
        async refresh(id, values) {
          await use('document').refresh(id, values);
          await vendor.patch(`/documents/${id}`, { text: 'Stage: {{stage}}, commander {{commander}}' });
        },
      },
    }),
  },
  {
    mistake: 'fills placeholders in once and for all',
    capability: 'document',
    caughtBy: ['a refresh follows the incident and keeps what people wrote'],
    change: (use) => ({
      document: {
        ...use('document'),
        create: (input) =>
          use('document').create({
            ...input,
            template: input.template.replace(
              /\{\{\s*(\w+)\s*\}\}/g,
              (whole, name: string) => input.values[name] ?? whole,
            ),
          }),
      },
    }),
  },
  {
    mistake: 'does not tell calendars that a meeting moved',
    capability: 'conference',
    caughtBy: ['a meeting moves with its mark, and calendars are told by a higher sequence'],
    change: (use) => ({
      conference: {
        ...use('conference'),
        async schedule(input) {
          const made = await use('conference').schedule(input);
          return { ...made, meeting: { ...made.meeting, sequence: 0 } };
        },
      },
    }),
  },
  {
    mistake: 'sends under a Message-ID of its own',
    capability: 'email',
    caughtBy: ['a mail arrives once, with our Message-ID and its subject whole'],
    change: (use) => ({
      email: { send: (mail) => use('email').send({ ...mail, messageId: `${mail.messageId}.own` }) },
    }),
  },
];

/** Every mistake that the kit is known to catch. */
export const MUTANTS: readonly Mutant[] = [...MAKING, ...KEEPING];
