import type { FieldSpec, Values } from '../forms/spec.ts';

const isRecord = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined);

/** What capabilities are called, where their own name says little. */
const CAPABILITY_WORDS: Readonly<Record<string, string>> = { ai: 'AI', mfa: 'second factors', oncall: 'on-call', participantGroup: 'groups of people', secretProvider: 'secrets', metricProvider: 'metrics' };

/** A capability of a plugin as people read it. */
export const capabilityInWords = (capability: string): string => CAPABILITY_WORDS[capability] ?? inWords(capability).toLowerCase();

/** `apiBaseUrl` → `Api base url`, for names that have no words of their own. */
function inWords(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function choicesOf(schema: Values): { value: string; label: string }[] | undefined {
  if (!Array.isArray(schema.enum)) return undefined;
  return schema.enum.flatMap((value: unknown) => (typeof value === 'string' ? [{ value, label: value }] : []));
}

/** The one alternative of `anyOf` that is not null; most optional settings look like that. */
function unwrapped(schema: Values): { schema: Values; nullable: boolean } {
  const alternatives: unknown[] = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  const real = alternatives.filter(isRecord).filter((each) => each.type !== 'null');
  const [only] = real;
  if (only === undefined || real.length !== 1) return { schema, nullable: false };
  return { schema: { ...schema, ...only }, nullable: alternatives.length > 1 };
}

function kindOf(schema: Values, secret: boolean): Pick<FieldSpec, 'kind' | 'options'> {
  if (secret) return { kind: 'secret' };
  const options = choicesOf(schema);
  if (options) return { kind: 'choice', options };
  if (schema.type === 'boolean') return { kind: 'flag' };
  if (schema.type === 'number' || schema.type === 'integer') return { kind: 'number' };
  if (schema.type === 'array') {
    const each = isRecord(schema.items) ? choicesOf(schema.items) : undefined;
    return each ? { kind: 'choices', options: each } : { kind: 'words' };
  }
  return { kind: (number(schema.maxLength) ?? 0) > 500 ? 'text' : 'line' };
}

/** Turns a plugin's JSON Schema (an object's) into form fields; nested objects become dotted names, `secrets` are names whose values are masked. */
export function specsOfSchema(schema: Values, secrets: readonly string[], prefix = ''): FieldSpec[] {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, raw]) => {
    if (!isRecord(raw)) return [];
    const { schema: property, nullable } = unwrapped(raw);
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (property.type === 'object' && isRecord(property.properties)) return specsOfSchema(property, secrets, path);
    const needed = required.includes(name) && property.default === undefined && property.type !== 'boolean';
    const shown = property.default;
    const spec: FieldSpec = {
      name: path,
      label: text(property.title) ?? inWords(name),
      ...kindOf(property, secrets.includes(path) || secrets.includes(name)),
      help: text(property.description),
      required: needed && !nullable,
      empty: nullable ? 'null' : 'absent',
      min: number(property.minimum),
      max: number(property.maximum),
      ...(typeof shown === 'string' || typeof shown === 'number' ? { placeholder: String(shown) } : {}),
    };
    return [spec];
  });
}
