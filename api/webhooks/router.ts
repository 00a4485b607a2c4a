import { Router } from 'express';
import { VendorError, type InboundHost, type InteractionRequest, type Interaction } from '../../plugins/contract.ts';
import { DomainError } from '../../domain/errors.ts';
import type { InboundSource } from '../../models/inbound.ts';
import { organizationBySlug } from '../../models/organizations.ts';
import type { ApiDeps } from '../deps.ts';
import { readBody } from '../http/body.ts';
import { sendProblem } from '../http/problem.ts';
import { reasonOf } from '../reason.ts';
import type { InboundQueue } from './queue.ts';

/** Largest request of a vendor in bytes. */
const LIMIT = 1_048_576;

/** What answers people who wait: commands, buttons, forms. */
export interface Interactions {
  answer(source: InboundSource, request: InteractionRequest): Promise<Interaction>;
  opensForm(text: string): boolean;
}

/** `POST /api/v1/{organization}/events/{plugin}/{path}`: requests of vendors. The plugin proves who sent them; without that they are answered 401 and nothing happens. */
export function vendorRequests(deps: ApiDeps, queue: InboundQueue, interactions: Interactions): Router {
  const router = Router();
  router.post('/api/v1/:organization/events/:plugin/*path', async (request, response) => {
    const { organization: slug, plugin: pluginId, path } = request.params;
    const organization = await organizationBySlug(deps.db, slug);
    if (organization === null) return sendProblem(request, response, new DomainError('not-found', 'Nothing takes requests at this address.'));
    const rawBody = await readBody(request, response, LIMIT);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
    const host = (projectId: string | null): InboundHost => hostOf({ deps, queue, interactions }, { organizationId: organization.id, projectId, pluginId });
    try {
      const { status, body } = await deps.registry.inbound({ organizationId: organization.id, pluginId }, { path: path.join('/'), headers, rawBody }, host);
      response.status(status).set('cache-control', 'no-store');
      if (body === null || body === undefined || body === '') response.end();
      else if (typeof body === 'string') response.type('text/plain').send(body);
      else response.json(body);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      // What is wrong with a plugin's settings stands at the plugin; strangers neither read it nor fill the log with it.
      sendProblem(request, response, error.kind === 'not-found' ? new DomainError('not-found', 'Nothing takes requests at this address.') : new DomainError('unavailable', 'Requests cannot be taken here at the moment. Send it again later.'));
    }
  });
  return router;
}

/** What the answers to vendors are made from. */
export interface HostParts {
  deps: ApiDeps;
  queue: InboundQueue;
  interactions: Interactions;
}

/** What the product does for the plugin of a source. */
export function hostOf({ deps, queue, interactions }: HostParts, source: InboundSource): InboundHost {
  return {
    accept: (eventId, facts) => queue.accept(source, eventId, facts),
    interact: (request) => interactions.answer(source, request),
    opensForm: (text) => interactions.opensForm(text),
    later(work) {
      work().catch((error: unknown) => {
        deps.logger.error({ err: error, plugin: source.pluginId, reason: reasonOf(error) }, 'what was left to do after a vendor had its answer failed');
        deps.report(error, { plugin: source.pluginId });
      });
    },
  };
}
