import type { Role, Stage } from '../incident/types.ts';

/** A decimal as people write it: a JSON number or a string. */
export type Decimal = number | string;

/** What people did that the activity model counts; a vendor's conversation may know more kinds. */
export const ACTIVITY_KINDS = ['message', 'reply', 'reaction', 'documentEdit', 'taskChange', 'command'] as const;

/** Another annual cost for whoever holds a role, belongs to a team, or is this person (one of the three); the most particular wins: person, team, role. */
export interface RateOverride {
  role?: Role;
  /** Any case. */
  team?: string;
  /** Any case. */
  email?: string;
  annualEmployeeCost: Decimal;
}

/** What an hour costs: annual employee cost ÷ business hours per year, exact; `currency` is an ISO 4217 code. */
export interface CostRates {
  annualEmployeeCost: Decimal;
  businessHoursPerYear: Decimal;
  currency: string;
  overrides?: RateOverride[];
}

/** How time becomes money. What is absent is taken from {@link DEFAULT_COST_MODEL}. */
export interface CostModel {
  kind?: 'roles' | 'activity';
  /** Weight of each role's hours, 0 or more. */
  multipliers?: Partial<Record<Role, Decimal>>;
  /** Hours a person at most that count in each 24-hour window after the first; at most 5 decimals. */
  laterDayHours?: Decimal;
  /** Hours of the review's owner, once. */
  reviewPreparationHours?: Decimal;
  /** Hours of each person who ever held a role that costs, once. */
  reviewMeetingHours?: Decimal;
  /** Seconds that each activity counts in the activity model; at most 3 decimals. */
  responseSeconds?: Decimal;
  /** Kinds of activity that count; null = all. */
  activityKinds?: string[] | null;
}

/** The model of an installation that has changed nothing. */
export const DEFAULT_COST_MODEL = {
  kind: 'roles',
  multipliers: { commander: 1, scribe: 0.75, liaison: 0.75, participant: 0.5, reporter: 0.5, observer: 0 },
  laterDayHours: 8,
  reviewPreparationHours: 1,
  reviewMeetingHours: 0.5,
  responseSeconds: 300,
  activityKinds: null,
} as const satisfies Required<CostModel>;

/** Rates of a project that has set none. */
export const DEFAULT_COST_RATES: CostRates = { annualEmployeeCost: 50_000, businessHoursPerYear: 2080, currency: 'USD' };

/** A person with the roles held (`to` null = still) and what they did; times are ISO with a zone. */
export interface CostParticipant {
  email: string;
  /** For rates by team. */
  team?: string | null;
  roles: { role: Role; from: string; to: string | null }[];
  activities?: { kind: string; at: string }[];
}

/** Rates or model of other versions from a moment on; what is absent stays. All rates of a case are in one currency. */
export interface CostChange {
  from: string;
  rates?: CostRates;
  model?: CostModel;
}

/** Everything that the cost of one incident depends on. `stages` are in order of time; each lasts until the next begins. */
export interface CostCase {
  rates: CostRates;
  model?: CostModel;
  /** In order of time: each hour is paid by what is in force in that hour. */
  changes?: CostChange[];
  incident: {
    reportedAt: string;
    stages: { stage: Stage; from: string }[];
    /** E-mail of the review's owner; absent = the last commander. */
    reviewOwner?: string;
  };
  participants: CostParticipant[];
  asOf: string;
}

/** One explained part of the total: hours × multiplier × rate. `role` in the roles model, `kind` for activities and the review (`reviewPreparation`, `reviewMeeting`). */
export interface CostLine {
  /** Words for people, e.g. `Commander` or `Review meeting`. */
  label: string;
  /** Null only for a review nobody owns. */
  email: string | null;
  role?: Role;
  kind?: string;
  /** Since when the rates and model of this line are in force, ISO; absent for those that the case begins with. */
  from?: string;
  /** Hours that count, at most 4 decimals shown. */
  hours: string;
  /** Hours held while active, before the later-day limit. */
  engagedHours: string;
  multiplier: string;
  /** What an hour costs at multiplier 1, at most 6 decimals shown. */
  rate: string;
  /** Rounded half up to the currency's minor unit. */
  amount: string;
}

/** The cost of one incident. `total` is the exact sum rounded once, so rounded lines may differ from it by their roundings. */
export interface CostResult {
  total: string;
  currency: string;
  asOf: string;
  lines: CostLine[];
}
