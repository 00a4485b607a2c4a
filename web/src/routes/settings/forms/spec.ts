/** One field of a settings form; `name` is its path in the value (`settings.currency`). */
export type FieldSpec = {
  name: string;
  label: string;
  kind: 'line' | 'text' | 'number' | 'flag' | 'choice' | 'choices' | 'words' | 'person' | 'people' | 'secret' | 'moment';
  help?: string | undefined;
  options?: readonly { value: string; label: string }[];
  placeholder?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
  required?: boolean | undefined;
  /** What an empty field means to the API: null, left out, or an empty text (the default for texts). */
  empty?: 'null' | 'absent' | 'text';
  /** Takes the whole width of the form. */
  wide?: boolean;
};

/** A value of a form before its fields are read out of it. */
export type Values = Record<string, unknown>;

const isRecord = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the value at a path; undefined when there is none. */
export function valueAt(values: Values, path: string): unknown {
  let value: unknown = values;
  for (const part of path.split('.')) {
    if (!isRecord(value)) return undefined;
    value = value[part];
  }
  return value;
}

/** Returns a copy with the value at a path set; `undefined` takes it away. */
export function withValueAt(values: Values, path: string, value: unknown): Values {
  const [first = '', ...rest] = path.split('.');
  if (rest.length > 0) {
    const inner = values[first];
    return { ...values, [first]: withValueAt(isRecord(inner) ? inner : {}, rest.join('.'), value) };
  }
  const { [first]: _removed, ...others } = values;
  return value === undefined ? others : { ...others, [first]: value };
}

/** What the form holds for a field that has no value yet. */
export function blankOf(spec: FieldSpec): unknown {
  if (spec.kind === 'flag') return false;
  if (spec.kind === 'choices' || spec.kind === 'words' || spec.kind === 'people') return [];
  if (spec.kind === 'person' || spec.kind === 'moment') return null;
  return '';
}

/** Fills a form from a value: every field has something that an input can hold. */
export function toForm(specs: readonly FieldSpec[], value: Values): Values {
  let form: Values = {};
  for (const spec of specs) form = withValueAt(form, spec.name, valueAt(value, spec.name) ?? blankOf(spec));
  return form;
}

function isBlank(value: unknown): boolean {
  return value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Reads a form back into the value that the API takes: empty fields become what their spec says they mean. */
export function fromForm(specs: readonly FieldSpec[], form: Values): Values {
  let value: Values = {};
  for (const spec of specs) {
    const held = valueAt(form, spec.name);
    if (!isBlank(held)) value = withValueAt(value, spec.name, held);
    else if (spec.empty === 'null') value = withValueAt(value, spec.name, null);
    else if (spec.empty === 'text' || (spec.empty === undefined && (spec.kind === 'text' || spec.kind === 'line'))) value = withValueAt(value, spec.name, '');
    else if (spec.empty === undefined && Array.isArray(held)) value = withValueAt(value, spec.name, []);
  }
  return value;
}

/** Only what differs from before, by first name, so that two people who change different fields do not undo each other. */
export function changedOnly(before: Values, after: Values): Values {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}
