import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Plugin } from '../contract.ts';
import { DEFAULT_URL_TEMPLATE, urlTemplateProblem } from './conference-url.ts';
import { builtinConference } from './conference.ts';
import { builtinContact } from './contact.ts';
import { builtinConversation } from './conversation.ts';
import { builtinDocument } from './document.ts';
import { guardedStore } from './guarded-store.ts';
import { builtinMfa } from './mfa/index.ts';
import { builtinOncall } from './oncall.ts';
import { builtinParticipantGroup } from './participant-group.ts';
import { builtinStorage } from './storage.ts';
import { builtinTask } from './task.ts';
import { builtinTicket } from './ticket.ts';

const BuiltinSettings = z.strictObject({
  urlTemplate: z
    .string()
    .trim()
    .max(500)
    .default(DEFAULT_URL_TEMPLATE)
    .superRefine((template, context) => {
      const problem = urlTemplateProblem(template);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .describe(
      'Address of an incident’s call. {key}, {id}, {project} and {secret} are filled in; {secret} makes the address unguessable.',
    ),
});

/** The product itself as a provider: what incidents use where no vendor is set up. */
export const builtin: Plugin<z.infer<typeof BuiltinSettings>> = {
  id: 'builtin',
  name: 'Dispatch',
  description:
    'Conversation, documents, files, tickets, groups, rotations, call links and second factors inside the product.',
  setup: 'Nothing to set up. The address of calls can be changed per project.',
  settings: BuiltinSettings,
  secrets: [],
  capabilities: [
    'conversation',
    'document',
    'storage',
    'ticket',
    'conference',
    'oncall',
    'participantGroup',
    'contact',
    'task',
    'mfa',
  ],
  connect(settings, given) {
    const context = { ...given, store: guardedStore(given.store) };
    return {
      conversation: builtinConversation(context),
      document: builtinDocument(context),
      storage: builtinStorage(context),
      ticket: builtinTicket(context),
      conference: builtinConference(settings, context),
      oncall: builtinOncall(context),
      participantGroup: builtinParticipantGroup(context),
      contact: builtinContact(context),
      task: builtinTask(context),
      mfa: builtinMfa(context),
    };
  },
  async health(_settings, { store }) {
    // Any id does: what counts is that the tables answer.
    await store.getObject(randomUUID());
    return { ok: true, detail: 'Its tables answer.' };
  },
};
