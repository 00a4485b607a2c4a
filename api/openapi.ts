import { z } from 'zod';
import { levelNeeded } from '../domain/access.ts';
import { PROBLEMS } from '../domain/errors.ts';
import { ApiToken, Invitation, LinkView, Registration, ServiceAccount, SessionRow } from './contract/accounts.ts';
import { CostAlert, CostAnalytics, CostForecast, CostModel, RateVersion } from './contract/cost.ts';
import { CostHistory, CostView, OtherCost } from './contract/cost-view.ts';
import { DocumentView, PostmortemRow } from './contract/documents.ts';
import { DeclarePreview, IncidentDetail, IncidentPage, IncidentSummary, ParticipantView, PostmortemBrief, ResourceView, StepView, TimerView } from './contract/incidents.ts';
import { routes } from './contract/index.ts';
import { Person, Problem } from './contract/common.ts';
import type { Access, Route, StepUp } from './contract/route.ts';
import { Factor, FactorAsk, FactorMethod, StepUpOffer } from './contract/second-factor.ts';
import { scopeOf } from './contract/scopes.ts';
import { LiveChange, Session } from './contract/session.ts';
import { Delivery, PluginView } from './contract/settings.ts';
import { Task } from './contract/tasks.ts';
import { Message, Report, TimelineEvent } from './contract/timeline.ts';

type Json = Record<string, unknown>;

const NAMED = { Person, Problem, Task, IncidentSummary, IncidentDetail, IncidentPage, ParticipantView, PostmortemBrief, ResourceView, StepView, TimerView, CostView, CostHistory, OtherCost, RateVersion, CostModel, CostAlert, CostAnalytics, CostForecast, DeclarePreview, TimelineEvent, Message, Report, DocumentView, PostmortemRow, PluginView, Delivery, Session, SessionRow, ApiToken, ServiceAccount, Invitation, Registration, LinkView, LiveChange, Factor, FactorAsk, FactorMethod, StepUpOffer };

/** Every route of the table, in its order. */
export function allRoutes(table: object = routes): Route[] {
  return Object.values(table).flatMap((value: unknown): Route[] => {
    if (typeof value !== 'object' || value === null) return [];
    return 'method' in value && 'path' in value ? [value as Route] : allRoutes(value);
  });
}

const nameOf = (id: string, suffix: string): string => id.split(/[.-]/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('') + suffix;

// Responses that are one of the named shapes keep that name; the others are named after their route.
function answerSchemas(list: Route[]): { schemas: Json; refOf: (route: Route) => string | null } {
  const registry = z.registry<{ id: string }>();
  const ids = new Map<z.ZodType, string>();
  const add = (schema: z.ZodType, id: string): void => {
    if (ids.has(schema)) return;
    ids.set(schema, id);
    registry.add(schema, { id });
  };
  for (const [id, schema] of Object.entries(NAMED)) add(schema, id);
  for (const route of list) if (route.response) add(route.response, nameOf(route.id, 'Answer'));
  return { schemas: convert(registry, 'output'), refOf: (route) => (route.response ? (ids.get(route.response) ?? null) : null) };
}

function bodySchemas(list: Route[]): Json {
  const registry = z.registry<{ id: string }>();
  for (const route of list) if (route.body) registry.add(route.body, { id: nameOf(route.id, 'Body') });
  return convert(registry, 'input');
}

// `format` says what these patterns spell out at length, and bounds of the safe integers are no news.
function tidy(schema: Json): void {
  if (schema.format === 'date-time' || schema.format === 'uuid') delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
const override = ({ jsonSchema }: { jsonSchema: object }): void => tidy(jsonSchema as Json);

function convert(registry: z.core.$ZodRegistry<{ id: string }>, io: 'input' | 'output'): Json {
  const { schemas } = z.toJSONSchema(registry, { io, unrepresentable: 'any', reused: 'inline', override, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, clean(schema)]));
}

// `$id` and `$schema` belong to documents of their own, not to parts of this one.
function clean(schema: unknown): Json {
  return Object.fromEntries(Object.entries(schema as Json).filter(([key]) => !['$schema', '$id', 'id', '~standard'].includes(key)));
}

function parametersOf(schema: z.ZodType | null, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override }) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, property]) => {
    const isList = Array.isArray(property.anyOf);
    const shape = isList ? { schema: { type: 'array', items: { type: 'string' } }, style: 'form', explode: false } : { schema: property };
    return { name, in: where, required: where === 'path' || (json.required ?? []).includes(name), ...shape };
  });
}

const ORGANIZATION = { name: 'organization', in: 'path', required: true, description: 'Slug of the organization.', schema: { type: 'string', default: 'default' } };
const IDEMPOTENCY = { name: 'Idempotency-Key', in: 'header', required: false, description: 'The same key with the same request is carried out once and answered the same.', schema: { type: 'string', maxLength: 200 } };

function parameters(route: Route): Json[] {
  const head = route.scope === 'organization' ? [ORGANIZATION] : [];
  const key = route.method !== 'get' && route.scope === 'organization' ? [IDEMPOTENCY] : [];
  return [...head, ...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query'), ...key];
}

function accessText(access: Access): string {
  if (access === 'public') return 'Anybody may call this.';
  if (access === 'signedIn') return 'Anybody who is signed in may call this.';
  if (typeof access === 'string') return `Needs the access level \`${levelNeeded(access)}\` or higher.`;
  return `Needs the ability \`${access.incident}\` on the incident. An incident that must stay hidden is answered with 404.`;
}

function scopeText(route: Route): string {
  const scope = scopeOf(route);
  if (route.access === 'public') return '';
  return scope === null ? ' No API token may call it.' : ` API tokens need the scope \`${scope}\`.`;
}

function stepUpText(stepUp: StepUp): string {
  if (stepUp === false) return '';
  const asked = 'asks for a fresh second factor (`step-up-required`; the problem’s member `stepUp` is a StepUpOffer)';
  if (stepUp === true) return ` Sensitive: it ${asked}, as far as the organization’s policy says.`;
  if (stepUp === 'own') return ` It ${asked} of everybody who has one.`;
  const fields = Object.entries(stepUp.when).map(([name, values]) => `\`${name}\`${values === true ? '' : ` to ${values.join(' or ')}`}`);
  return ` Sensitive when it sets ${fields.join(' or ')}: then it ${asked}, as far as the organization’s policy says.`;
}

function failuresOf(route: Route): number[] {
  const codes = [400];
  if (route.access !== 'public' || route.id === 'session.signIn') codes.push(401);
  if (route.access !== 'public') codes.push(403, 404);
  if (route.method !== 'get') codes.push(409, 413, 422);
  // What anybody may call is slowed down when somebody guesses or lets mails be sent.
  if (route.access === 'public' && route.method === 'post') codes.push(429);
  return [...codes, 500, 503];
}

function responses(route: Route, ref: string | null): Json {
  const content = route.produces ? { [route.produces]: { schema: { type: 'string' } } } : ref ? { 'application/json': { schema: { $ref: `#/components/schemas/${ref}` } } } : null;
  const good = { description: route.status === 204 ? 'Done; nothing to say.' : 'Done.', ...(content ? { content } : {}) };
  const failures = failuresOf(route).map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]);
  return { [String(route.status)]: good, ...Object.fromEntries(failures) };
}

function requestBody(route: Route): Json | null {
  if (route.rawBodyLimit !== null) return { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
  if (!route.body) return null;
  return { required: !route.body.safeParse(undefined).success, content: { 'application/json': { schema: { $ref: `#/components/schemas/${nameOf(route.id, 'Body')}` } } } };
}

function operation(route: Route, ref: string | null): Json {
  const body = requestBody(route);
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: accessText(route.access) + scopeText(route) + stepUpText(route.stepUp),
    parameters: parameters(route),
    ...(body ? { requestBody: body } : {}),
    responses: responses(route, ref),
    ...(route.access === 'public' ? { security: [] } : {}),
  };
}

function problemResponses(): Json {
  const statuses = [...new Set(Object.values(PROBLEMS).map((p) => p.status))];
  return Object.fromEntries(statuses.map((status) => {
    const types = Object.entries(PROBLEMS).filter(([, p]) => p.status === status);
    const description = types.map(([code, p]) => `\`${code}\`: ${p.title}.`).join(' ');
    return [`Problem${status}`, { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }];
  }));
}

const ABOUT = `Everything Dispatch does is reached here; the web uses nothing else.

Programs send an API token (\`dsp_…\`, made under “My account” or for a service account) as \`Authorization: Bearer …\`; people sign in with \`POST /api/v1/session\` and may send that token the same way. Calls that rely on the session cookie also need the header \`x-dispatch-csrf: 1\` when they write.

Errors are RFC 9457 problems: \`type\` is one of a fixed list, \`errors\` points at each invalid field. Lists are paged by the opaque \`nextCursor\`.
\`GET /api/v1/{organization}/live\` streams ids of what changed as server-sent events (see LiveChange). It begins with an event named \`ready\`, or \`reset\` when what was missed is no longer known: then read again what you show.`;

/** The API's description, OpenAPI 3.1, made from the route table. `version` is the product's. */
export function createOpenApi(version: string): Json {
  const list = allRoutes();
  const answers = answerSchemas(list);
  const paths: Record<string, Json> = {};
  for (const route of list) {
    const path = (route.scope === 'root' ? `/api/v1${route.path}` : `/api/v1/{organization}${route.path}`).replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route, answers.refOf(route)) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Dispatch', version, summary: 'Incident management on Temporal.', description: ABOUT, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [...new Set(list.map((route) => route.tag))].map((name) => ({ name })),
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas: { ...bodySchemas(list), ...answers.schemas },
      responses: problemResponses(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, session: { type: 'apiKey', in: 'cookie', name: 'dispatch_session' } },
    },
  };
}
