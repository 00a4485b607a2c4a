import { createHash } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { mayDo } from '../../domain/access.ts';
import type { Interaction } from '../../domain/interactions/types.ts';
import type { InboundSource } from '../../models/inbound.ts';
import type { InteractionRequest } from '../../plugins/contract.ts';
import type { ApiDeps } from '../deps.ts';
import { viewerAt } from '../webhooks/people.ts';
import type { Interactions } from '../webhooks/router.ts';
import { type Asking, incidentHere, say } from './asking.ts';
import { press } from './buttons.ts';
import { answerCommand, opensForm } from './commands.ts';
import { homeOf } from './home.ts';
import { formId, openDeclare, openForm } from './open-form.ts';
import { lookUpOptions } from './options.ts';
import { previewOf } from './preview.ts';
import { submitForm } from './submit-form.ts';

/** Answers people who do something at a vendor, with the permissions that they have on the web. */
export function createInteractions(deps: ApiDeps): Interactions {
  return {
    opensForm,
    async answer(source, request) {
      try {
        return await answer(deps, source, request);
      } catch (error) {
        if (error instanceof DomainError && error.code !== 'internal') return refusal(request, error.message);
        deps.logger.error({ err: error, plugin: source.pluginId }, 'an interaction failed');
        deps.report(error, { plugin: source.pluginId });
        return refusal(request, 'Something went wrong here. Try again; if it stays so, tell whoever runs Dispatch.');
      }
    },
  };
}

/** A form that is open says what is wrong in the form. */
function refusal(request: InteractionRequest, words: string): Interaction {
  if (request.kind === 'form') return { kind: 'field-errors', errors: { form: words } };
  return request.kind === 'options' ? { kind: 'options', options: [] } : say(words);
}

async function answer(deps: ApiDeps, source: InboundSource, request: InteractionRequest): Promise<Interaction> {
  const viewer = await viewerAt(deps, source.organizationId, request.person);
  if (viewer === null || !mayDo(viewer, 'read')) {
    if (request.kind === 'preview') return { kind: 'done' };
    return refusal(request, 'Dispatch does not know you here: sign in to the web once with the e-mail address that you have in this workspace, or ask an administrator to invite you.');
  }
  const commandId = createHash('sha256').update(`${source.pluginId}\n${request.actId}`).digest('hex').slice(0, 40);
  const asking: Asking = { deps, viewer, source, conversationId: request.conversationId, commandId };
  switch (request.kind) {
    case 'command':
      return answerCommand(asking, request.text);
    case 'button':
      return press(asking, request.action, request.value);
    case 'shortcut':
      return shortcut(asking, request);
    case 'form':
      return submitForm(asking, { form: formId(request.form), context: request.context, values: request.values });
    case 'form-changed':
      return changed(asking, request);
    case 'options':
      return { kind: 'options', options: await lookUpOptions(asking, request) };
    case 'home':
      return homeOf(asking);
    case 'preview':
      return previewOf(asking, request.url);
  }
}

/** Shortcuts begin with what a message says; those about an incident work in its conversation. */
async function shortcut(asking: Asking, { name, message }: Extract<InteractionRequest, { kind: 'shortcut' }>): Promise<Interaction> {
  const quoted = message === null ? '' : `${message.markdown}${message.url === null ? '' : `\n\n${message.url}`}`;
  const title = message?.markdown.split('\n')[0]?.slice(0, 120) ?? '';
  if (name === 'report-incident' || name === 'report-incident-from-message') return openDeclare(asking, { description: quoted });
  const incident = await incidentHere(asking);
  if (name === 'create-task') return openForm(asking, incident, { id: 'task', from: { title, description: quoted } });
  return openForm(asking, incident, { id: 'note', from: { description: message?.markdown ?? '' } });
}

/** The form again, for what was chosen; today only declaring has such a field. */
function changed(asking: Asking, { values }: Extract<InteractionRequest, { kind: 'form-changed' }>): Promise<Interaction> {
  const text = (name: string): string => (typeof values[name] === 'string' ? values[name] : '');
  return openDeclare(asking, { title: text('title'), description: text('description'), project: text('project') || undefined });
}
