import type { ModelSettings } from '../../../../../api/contract/cost-view.ts';

/** The roles in the order they are shown, with their words unless the organization has its own. */
export const ROLE_NAMES = ['commander', 'scribe', 'liaison', 'participant', 'reporter', 'observer'] as const;
/** See {@link ROLE_NAMES}. */
export type RoleName = (typeof ROLE_NAMES)[number];

/** What the form of a model holds: decimals as people type them. */
export type ModelValues = {
  kind: 'roles' | 'activity';
  multipliers: Record<RoleName, string>;
  laterDayHours: string;
  reviewPreparationHours: string;
  reviewMeetingHours: string;
  responseSeconds: string;
  /** Empty = every kind. */
  activityKinds: string[];
};

/** The model of an installation that has changed nothing. */
export const BUILT_IN: ModelValues = {
  kind: 'roles',
  multipliers: { commander: '1', scribe: '0.75', liaison: '0.75', participant: '0.5', reporter: '0.5', observer: '0' },
  laterDayHours: '8',
  reviewPreparationHours: '1',
  reviewMeetingHours: '0.5',
  responseSeconds: '300',
  activityKinds: [],
};

/** What people did that the activity model can count, with the words for it. */
export const ACTIVITY_WORDS = [
  { value: 'message', label: 'Messages' },
  { value: 'reply', label: 'Replies' },
  { value: 'reaction', label: 'Reactions' },
  { value: 'documentEdit', label: 'Document edits' },
  { value: 'taskChange', label: 'Task changes' },
  { value: 'command', label: 'Commands' },
];

/** Fills the form from stored settings. */
export function toModelForm(settings: ModelSettings): ModelValues {
  const multipliers = Object.fromEntries(ROLE_NAMES.map((role) => [role, settings.multipliers[role] ?? BUILT_IN.multipliers[role]])) as Record<RoleName, string>;
  return { ...settings, multipliers, activityKinds: settings.activityKinds ?? [] };
}

/** What people type for a decimal, as the API takes it: a comma is a point, as in most of the world. */
export function decimalText(typed: string): string {
  return typed.trim().replace(',', '.');
}

/** Reads the form into what the API takes. */
export function fromModelForm(values: ModelValues) {
  const multipliers = Object.fromEntries(ROLE_NAMES.map((role) => [role, decimalText(values.multipliers[role])]));
  return {
    kind: values.kind,
    multipliers,
    laterDayHours: decimalText(values.laterDayHours),
    reviewPreparationHours: decimalText(values.reviewPreparationHours),
    reviewMeetingHours: decimalText(values.reviewMeetingHours),
    responseSeconds: decimalText(values.responseSeconds),
    activityKinds: values.activityKinds.length === 0 ? null : values.activityKinds,
  };
}

const DECIMAL = /^\d{1,12}([.,]\d{1,4})?$/;

/** Whether a text is a decimal number of 0 or more, with a point or a comma. */
export function isDecimal(typed: string): boolean {
  return DECIMAL.test(typed.trim());
}

/** What is wrong with the form, by field; empty when the API can be asked. */
export function checkModel(values: ModelValues): Record<string, string> {
  const fields: [string, string][] = [
    ...ROLE_NAMES.map((role): [string, string] => [`multipliers.${role}`, values.multipliers[role]]),
    ['laterDayHours', values.laterDayHours],
    ['reviewPreparationHours', values.reviewPreparationHours],
    ['reviewMeetingHours', values.reviewMeetingHours],
    ['responseSeconds', values.responseSeconds],
  ];
  return Object.fromEntries(fields.filter(([, value]) => !isDecimal(value)).map(([name]) => [name, 'A number, e.g. 0.75']));
}
