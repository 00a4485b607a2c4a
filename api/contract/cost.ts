import { z } from 'zod';
import { ROLES } from '../../domain/incident/types.ts';
import { COST_LINE_KINDS, CostHistory, CostLineView, ModelSettings, OtherCost } from './cost-view.ts';
import { Email, Id, IdParams, IncidentParams, Line, ListParam, RoleName, StageName, Text, Time, listOf } from './common.ts';
import { IncidentQuery } from './incidents.ts';
import { defineRoute } from './route.ts';

const decimal = (pattern: RegExp, example: string) => z.string().trim().regex(pattern, `is a decimal number as text, e.g. "${example}"`);
/** Money that somebody enters: up to 12 digits and 4 decimals, as text so that no binary float touches it. */
const Amount = decimal(/^\d{1,12}(\.\d{1,4})?$/, '1250.00');
const SignedAmount = decimal(/^-?\d{1,12}(\.\d{1,4})?$/, '-1250.00');
const Positive = Amount.refine((text) => /[1-9]/.test(text), 'must be more than 0');
const Hours = decimal(/^\d{1,5}(\.\d{1,4})?$/, '2.5');
const Multiplier = decimal(/^\d{1,3}(\.\d{1,3})?$/, '0.75');
const Currency = z.string().regex(/^[A-Z]{3}$/, 'is a three-letter ISO 4217 code, e.g. EUR');
const Note = Text(500);
const Reason = Line(500);

/** Another annual cost for a role, a team or a person: one of the three. */
const Override = z
  .strictObject({ role: RoleName.optional(), team: Line(120).optional(), email: Email.optional(), annualEmployeeCost: Positive })
  .refine(({ role, team, email }) => [role, team, email].filter((one) => one !== undefined).length === 1, 'names exactly one of role, team or email');
const RateBody = z.strictObject({
  project: z.string().max(100),
  effectiveFrom: Time,
  annualEmployeeCost: Positive,
  businessHoursPerYear: decimal(/^\d{1,4}(\.\d{1,2})?$/, '2080').refine((text) => Number(text) > 0 && Number(text) <= 8784, 'must be more than 0 and at most 8784, the hours of a year'),
  currency: Currency,
  overrides: z.array(Override).max(200).default([]),
  note: Note.default(''),
});
/** `past` was in force before, `inForce` is, `coming` will be. */
const VersionState = z.enum(['past', 'inForce', 'coming']);
const versioned = { id: Id, effectiveFrom: Time, note: z.string(), createdBy: z.string(), createdAt: Time, state: VersionState };
/** A version of a project's rates. */
export const RateVersion = z.object({ ...versioned, project: z.string(), annualEmployeeCost: z.string(), businessHoursPerYear: z.string(), perHour: z.string(), currency: Currency, overrides: z.array(Override) });
/** See {@link RateVersion}. */
export type RateVersion = z.infer<typeof RateVersion>;
/** The built-in rates of a project without any version. */
const ProjectRates = z.object({ project: z.string(), inForce: RateVersion.nullable(), versions: z.array(RateVersion) });

/** What a version of a model says; what is left out has its built-in value. */
const ModelBody = z.strictObject({
  kind: z.enum(['roles', 'activity']).optional(),
  multipliers: z.partialRecord(z.enum(ROLES), Multiplier).optional(),
  laterDayHours: Hours.refine((text) => Number(text) <= 24, 'may be at most 24').optional(),
  reviewPreparationHours: Hours.optional(),
  reviewMeetingHours: Hours.optional(),
  responseSeconds: decimal(/^\d{1,6}$/, '300').optional(),
  activityKinds: z.array(Line(60)).max(50).nullable().optional(),
});
const ModelVersion = z.object({ ...versioned, settings: ModelSettings });
/** A cost model with its versions, newest first; `types` are the incident types that name it. */
export const CostModel = z.object({ id: Id, name: z.string(), description: z.string(), isStandard: z.boolean(), isEnabled: z.boolean(), types: z.array(z.string()), versions: z.array(ModelVersion) });
/** See {@link CostModel}. */
export type CostModel = z.infer<typeof CostModel>;

const AlertBody = z.strictObject({ name: Line(80), project: z.string().max(100).nullable().default(null), type: z.string().max(100).nullable().default(null), amount: Positive, currency: Currency, measure: z.enum(['response', 'total']).default('total'), isEnabled: z.boolean().default(true) });
/** An amount that, once reached, is told to the incident. */
export const CostAlert = z.object({ id: Id, name: z.string(), project: z.string().nullable(), type: z.string().nullable(), amount: z.string(), currency: z.string(), measure: z.enum(['response', 'total']), isEnabled: z.boolean() });
/** See {@link CostAlert}. */
export type CostAlert = z.infer<typeof CostAlert>;

const OtherBody = z.strictObject({ kind: z.enum(COST_LINE_KINDS), amount: SignedAmount.refine((text) => /[1-9]/.test(text), 'may not be 0'), note: Line(500), at: Time.optional() });
const LineParams = IncidentParams.extend({ id: Id });

const Rates = z.strictObject({ annualEmployeeCost: Positive, businessHoursPerYear: RateBody.shape.businessHoursPerYear, currency: Currency, overrides: z.array(Override).max(200).optional() });
const Sketch = z.strictObject({
  stages: z.array(z.strictObject({ stage: StageName, hours: Hours })).min(1).max(20),
  people: z.array(z.strictObject({ role: RoleName, count: z.int().min(1).max(500), team: Line(120).optional(), fromHour: Hours.optional(), hours: Hours.optional(), activities: z.int().min(0).max(2000).optional() })).min(1).max(50),
});
const SimulateBody = z
  .strictObject({ incident: z.string().max(100).optional(), sketch: Sketch.optional(), rates: Rates.optional(), model: ModelBody.optional() })
  .refine(({ incident, sketch }) => (incident === undefined) !== (sketch === undefined), 'names either an incident or a sketch');
const Simulated = z.object({ total: z.string(), currency: z.string(), asOf: Time, hours: z.string(), lines: z.array(CostLineView) });

/** Filters as in the list of incidents. */
const Filters = IncidentQuery.omit({ limit: true, cursor: true, sort: true });
/** What costs are added up by. */
export const COST_DIMENSIONS = ['month', 'type', 'service', 'team', 'severity', 'project'] as const;
const Zone = z.string().max(60).regex(/^[A-Za-z]+([_/+-][A-Za-z0-9]+)*$/, 'is the name of a time zone, e.g. Europe/Berlin').default('UTC');
const Sums = z.object({ incidents: z.number().int(), response: z.string(), other: z.string(), total: z.string(), median: z.string(), most: z.string(), hours: z.string() });
/** Sums by currency; amounts in different currencies are never added up. A group's name is null for what has none, e.g. no service. */
export const CostAnalytics = z.object({
  asOf: Time,
  uncosted: z.number().int(),
  currencies: z.array(Sums.extend({
    currency: z.string(),
    by: z.partialRecord(z.enum(COST_DIMENSIONS), z.array(Sums.extend({ name: z.string().nullable() }))),
    otherByKind: z.array(z.object({ kind: z.string(), amount: z.string(), lines: z.number().int() })),
    costliest: z.array(z.object({ id: Id, key: z.string(), title: z.string(), stage: StageName, severity: z.string(), severityRank: z.number().int(), reportedAt: Time, response: z.string(), other: z.string(), total: z.string() })),
  })),
});
/** See {@link CostAnalytics}. */
export type CostAnalytics = z.infer<typeof CostAnalytics>;

const Range = z.object({ low: z.string(), likely: z.string(), high: z.string() });
/** What the incidents reported in a period will have cost; `coming` null = too little past to say. */
export const CostForecast = z.object({
  period: z.object({ kind: z.enum(['month', 'quarter']), from: Time, to: Time, daysLeft: z.number().int() }),
  asOf: Time,
  currencies: z.array(z.object({
    currency: z.string(),
    incidents: z.number().int(),
    soFar: z.string(),
    open: Range.extend({ incidents: z.number().int(), leftOut: z.number().int(), perHour: z.string() }),
    coming: Range.nullable(),
    total: Range,
    historyDays: z.number().int(),
    historyIncidents: z.number().int(),
    stretches: z.number().int(),
  })),
  /** Open incidents reported before the period: what they add counts where they were reported. */
  earlierOpen: z.number().int(),
});
/** See {@link CostForecast}. */
export type CostForecast = z.infer<typeof CostForecast>;

const Money = z.object({ total: z.string(), currency: z.string() });
const FilterBody = z.strictObject({
  incidents: z.array(z.string().max(100)).max(100).optional(), project: z.string().max(100).optional(), type: z.string().max(100).optional(), severity: z.string().max(100).optional(), reportedAfter: Time.optional(), reportedBefore: Time.optional(),
});
const ReratePreview = z.object({
  data: z.array(z.object({ incident: z.object({ id: Id, key: z.string(), title: z.string(), type: z.string(), project: z.string(), reportedAt: Time }), pricingId: z.string().nullable(), before: Money.nullable(), after: Money.nullable(), difference: z.string().nullable(), problem: z.string().nullable() })),
  totals: z.array(z.object({ currency: z.string(), incidents: z.number().int(), before: z.string(), after: z.string(), difference: z.string() })),
  nextCursor: z.string().nullable(),
});
const Outcome = z.object({ incident: Id, ok: z.boolean(), problem: z.string().nullable() });

const tag = 'Cost';
/** Routes about cost: of one incident, its settings, what-if, sums, forecast, export. */
export const cost = {
  history: defineRoute({ id: 'cost.history', method: 'get', path: '/incidents/:incident/cost/history', access: { incident: 'view' }, tag, summary: 'The response cost of an incident over time', params: IncidentParams, query: z.object({ points: z.coerce.number().int().min(2).max(200).default(60), until: Time.optional() }), response: CostHistory }),
  caseFile: defineRoute({ id: 'cost.case', method: 'get', path: '/incidents/:incident/cost/case', access: 'configure', tag, summary: 'Everything that the cost is calculated from, as `npx dispatch cost --stdin` takes it', params: IncidentParams, produces: 'application/json' }),
  lines: {
    add: defineRoute({ id: 'cost-lines.add', method: 'post', path: '/incidents/:incident/cost/lines', access: { incident: 'manageCosts' }, tag, summary: 'Add a cost besides people’s time, in the currency of the incident', params: IncidentParams, body: OtherBody, response: OtherCost, status: 201 }),
    change: defineRoute({ id: 'cost-lines.change', method: 'patch', path: '/incidents/:incident/cost/lines/:id', access: { incident: 'manageCosts' }, tag, summary: 'Change such a cost; fields that are not named stay', params: LineParams, body: OtherBody.partial().refine((b) => Object.keys(b).length > 0, 'name at least one field to change'), response: OtherCost }),
    remove: defineRoute({ id: 'cost-lines.remove', method: 'delete', path: '/incidents/:incident/cost/lines/:id', access: { incident: 'manageCosts' }, tag, summary: 'Take such a cost back; the timeline keeps that it was there', params: LineParams, status: 204 }),
  },
  rates: {
    list: defineRoute({ id: 'cost-rates.list', method: 'get', path: '/cost/rates', access: 'configure', tag, summary: 'The rates of every project with their versions, newest first', response: listOf(ProjectRates) }),
    add: defineRoute({ id: 'cost-rates.add', method: 'post', path: '/cost/rates', access: 'configure', tag, summary: 'Add a version of a project’s rates; hours before it keep their price', body: RateBody, response: RateVersion, status: 201 }),
    remove: defineRoute({ id: 'cost-rates.remove', method: 'delete', path: '/cost/rates/:id', access: 'configure', tag, summary: 'Remove a version that is not in force yet', params: IdParams, status: 204 }),
  },
  models: {
    list: defineRoute({ id: 'cost-models.list', method: 'get', path: '/cost/models', access: 'member', tag, summary: 'Cost models with their versions', response: listOf(CostModel) }),
    create: defineRoute({ id: 'cost-models.create', method: 'post', path: '/cost/models', access: 'configure', tag, summary: 'Add a cost model with its first version', body: z.strictObject({ name: Line(80), description: Text(500).default(''), isStandard: z.boolean().default(false), settings: ModelBody, note: Note.default('') }), response: CostModel, status: 201 }),
    update: defineRoute({ id: 'cost-models.update', method: 'patch', path: '/cost/models/:id', access: 'configure', tag, summary: 'Rename a model, make it the standard, switch it off', params: IdParams, body: z.strictObject({ name: Line(80).optional(), description: Text(500).optional(), isStandard: z.boolean().optional(), isEnabled: z.boolean().optional() }), response: CostModel }),
    addVersion: defineRoute({ id: 'cost-models.addVersion', method: 'post', path: '/cost/models/:id/versions', access: 'configure', tag, summary: 'Add a version of a model; hours before it keep theirs', params: IdParams, body: z.strictObject({ effectiveFrom: Time, settings: ModelBody, note: Note.default('') }), response: CostModel, status: 201 }),
    removeVersion: defineRoute({ id: 'cost-models.removeVersion', method: 'delete', path: '/cost/model-versions/:id', access: 'configure', tag, summary: 'Remove a version that is not in force yet', params: IdParams, status: 204 }),
    setType: defineRoute({ id: 'cost-models.setType', method: 'put', path: '/cost/types/:id', access: 'configure', tag, summary: 'Choose the model of an incident type; null = the standard one', params: IdParams, body: z.strictObject({ modelId: Id.nullable() }), status: 204 }),
  },
  alerts: {
    list: defineRoute({ id: 'cost-alerts.list', method: 'get', path: '/cost/alerts', access: 'member', tag, summary: 'Amounts that are told to an incident once it reaches them', response: listOf(CostAlert) }),
    create: defineRoute({ id: 'cost-alerts.create', method: 'post', path: '/cost/alerts', access: 'configure', tag, summary: 'Add a cost alert', body: AlertBody, response: CostAlert, status: 201 }),
    update: defineRoute({ id: 'cost-alerts.update', method: 'patch', path: '/cost/alerts/:id', access: 'configure', tag, summary: 'Change a cost alert', params: IdParams, body: AlertBody.partial(), response: CostAlert }),
    remove: defineRoute({ id: 'cost-alerts.remove', method: 'delete', path: '/cost/alerts/:id', access: 'configure', tag, summary: 'Remove a cost alert', params: IdParams, status: 204 }),
  },
  simulate: defineRoute({ id: 'cost.simulate', method: 'post', path: '/cost/simulate', access: 'configure', tag, summary: 'What an incident, a past or a sketched one, costs with other rates or another model; nothing is stored', body: SimulateBody, response: z.object({ before: Simulated.nullable(), after: Simulated }) }),
  previewRerate: defineRoute({ id: 'cost.previewRerate', method: 'post', path: '/cost/re-rate/preview', access: 'configure', tag, summary: 'What closed incidents would cost with the versions as they stand now, or with those in force at a moment', body: FilterBody.extend({ at: Time.nullable().default(null), limit: z.int().min(1).max(100).default(50), cursor: z.string().max(500).optional() }), response: ReratePreview }),
  rerate: defineRoute({ id: 'cost.rerate', method: 'post', path: '/cost/re-rate', access: 'configure', tag, summary: 'Re-rate closed incidents as previewed; audited, and on each timeline with the reason', body: z.strictObject({ reason: Reason, incidents: z.array(z.strictObject({ incident: Id, pricingId: z.string().min(1).max(100) })).min(1).max(100) }), response: z.object({ data: z.array(Outcome) }) }),
  recalculate: defineRoute({ id: 'cost.recalculate', method: 'post', path: '/cost/recalculate', access: 'configure', tag, summary: 'Calculate now: the incidents of a filter at once (up to 500), or all by running the Schedule', body: FilterBody, response: z.object({ by: z.enum(['filter', 'schedule']), matched: z.number().int().nullable(), calculated: z.number().int(), failed: z.array(z.object({ incident: z.string(), problem: z.string() })) }) }),
  pass: defineRoute({ id: 'cost.pass', method: 'get', path: '/cost/pass', access: 'member', tag, summary: 'The Schedule that calculates all costs every 5 minutes', response: z.object({ reachable: z.boolean(), paused: z.boolean(), lastAt: Time.nullable(), nextAt: Time.nullable(), url: z.string().nullable() }) }),
  analytics: defineRoute({ id: 'cost.analytics', method: 'get', path: '/cost/analytics', access: 'readAnalytics', tag, summary: 'Sums of costs that the caller may see, by month, type, service, team, severity or project; filters as in the list of incidents', query: Filters.extend({ by: ListParam, timeZone: Zone }), response: CostAnalytics }),
  forecast: defineRoute({ id: 'cost.forecast', method: 'get', path: '/cost/forecast', access: 'readAnalytics', tag, summary: 'What the incidents of this month or quarter will have cost, as a range', query: Filters.omit({ reportedAfter: true, reportedBefore: true, stage: true }).extend({ period: z.enum(['month', 'quarter']).default('month'), timeZone: Zone }), response: CostForecast }),
  exportFile: defineRoute({ id: 'cost.export', method: 'get', path: '/cost/export', access: 'readAnalytics', tag, summary: 'Costs by incident as CSV or JSON Lines, as a stream; filters as in the list of incidents', query: Filters.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }), produces: 'text/csv' }),
} as const;
