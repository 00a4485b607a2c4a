import { z } from 'zod';
import { Id, RoleName, Time } from './common.ts';

/** What money is spent on besides people's time. */
export const COST_LINE_KINDS = ['vendor', 'credits', 'downtime', 'opportunity', 'other'] as const;
/** A cost besides people's time; `amount` is a decimal text, negative for what came back. */
export const OtherCost = z.object({ id: Id, kind: z.enum(COST_LINE_KINDS), amount: z.string(), currency: z.string(), note: z.string(), at: Time, addedBy: z.string().nullable() });
/** See {@link OtherCost}. */
export type OtherCost = z.infer<typeof OtherCost>;

const MULTIPLIERS = z.partialRecord(RoleName, z.string());
/** A cost model as it counts: decimals as text. `activityKinds` null = every kind. */
export const ModelSettings = z.object({
  kind: z.enum(['roles', 'activity']),
  multipliers: MULTIPLIERS,
  laterDayHours: z.string(),
  reviewPreparationHours: z.string(),
  reviewMeetingHours: z.string(),
  responseSeconds: z.string(),
  activityKinds: z.array(z.string()).nullable(),
});
/** See {@link ModelSettings}. */
export type ModelSettings = z.infer<typeof ModelSettings>;

/** One part of the response cost: hours × multiplier × rate = amount. `from` is set when prices changed on the way: the line begins to count there. */
export const CostLineView = z.object({
  label: z.string(),
  email: z.string().nullable(),
  role: z.string().nullable(),
  kind: z.string().nullable(),
  hours: z.string(),
  engagedHours: z.string(),
  multiplier: z.string(),
  rate: z.string(),
  amount: z.string(),
  from: Time.nullable(),
});
/** See {@link CostLineView}. */
export type CostLineView = z.infer<typeof CostLineView>;

/** The prices of a stretch of time: rate version and model version with what they say; the first stretch begins at the report. */
export const CostPeriod = z.object({
  from: Time,
  rateVersionId: z.string().nullable(),
  modelVersionId: z.string().nullable(),
  rates: z.object({ annualEmployeeCost: z.string(), businessHoursPerYear: z.string(), perHour: z.string(), hasOverrides: z.boolean() }),
  model: ModelSettings,
});

/** See {@link CostPeriod}. */
export type CostPeriod = z.infer<typeof CostPeriod>;

/** Days 1, 2, … (24 hours each, from the report) in which somebody was engaged alike: hours before and after the limit of later days. */
const EngagedDays = z.object({ firstDay: z.number().int(), lastDay: z.number().int(), from: Time, to: Time, engagedHours: z.string(), countedHours: z.string() });

/** The cost of an incident with everything somebody needs to check it by hand. `total` is the response cost, `otherTotal` the rest, never mixed into it. */
export const CostView = z.object({
  total: z.string(),
  currency: z.string(),
  asOf: Time,
  lines: z.array(CostLineView),
  otherLines: z.array(OtherCost),
  otherTotal: z.string(),
  allTotal: z.string(),
  /** Why the last calculation failed; the amounts are those of the one before. */
  lastError: z.string().nullable(),
  /** True when the incident is over and keeps its prices until somebody re-rates it. */
  pinned: z.boolean(),
  /** The ledger's version that the cost was calculated from. */
  version: z.number().int(),
  /** When it is calculated next. */
  nextAt: Time,
  /** What the next hour costs if nobody comes or goes. */
  perHour: z.string(),
  periods: z.array(CostPeriod),
  active: z.array(z.object({ from: Time, to: Time })),
  people: z.array(z.object({ email: z.string(), name: z.string(), team: z.string().nullable(), days: z.array(EngagedDays) })),
});
/** See {@link CostView}. */
export type CostView = z.infer<typeof CostView>;

/** The response cost of an incident over time; `at` rises. */
export const CostHistory = z.object({ currency: z.string(), points: z.array(z.object({ at: Time, total: z.string() })) });
