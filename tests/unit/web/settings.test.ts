import { describe, expect, it } from '@jest/globals';
import { changedOnly, type FieldSpec, fromForm, toForm, valueAt, withValueAt } from '../../../web/src/routes/settings/forms/spec.ts';
import { specsOfSchema } from '../../../web/src/routes/settings/integrations/schema-specs.ts';
import { onCallAt } from '../../../web/src/routes/settings/on-call.ts';

const SPECS: readonly FieldSpec[] = [
  { name: 'name', label: 'Name', kind: 'line' },
  { name: 'project', label: 'Project', kind: 'choice', empty: 'null' },
  { name: 'isEnabled', label: 'On', kind: 'flag' },
  { name: 'settings.currency', label: 'Currency', kind: 'line', empty: 'absent' },
  { name: 'settings.hours', label: 'Hours', kind: 'number', empty: 'absent' },
  { name: 'tags', label: 'Tags', kind: 'words' },
];

describe('settings forms', () => {
  it('come back as the value they were filled with', () => {
    const value = { name: 'A', project: 'P', isEnabled: true, settings: { currency: 'EUR', hours: 24 }, tags: ['x'] };
    expect(fromForm(SPECS, toForm(SPECS, value))).toEqual(value);
  });

  it('turn empty fields into what the API takes for empty', () => {
    expect(fromForm(SPECS, toForm(SPECS, {}))).toEqual({ name: '', project: null, isEnabled: false, tags: [] });
  });

  it('read and set by path without touching what is beside', () => {
    const value = { settings: { currency: 'EUR', hours: 1 } };
    expect(withValueAt(value, 'settings.currency', undefined)).toEqual({ settings: { hours: 1 } });
    expect(valueAt(value, 'settings.hours')).toBe(1);
    expect(valueAt(value, 'settings.hours.minutes')).toBeUndefined();
    expect(value).toEqual({ settings: { currency: 'EUR', hours: 1 } });
  });

  it('send only what changed', () => {
    expect(changedOnly({ a: 1, b: { c: [1] }, d: 'x' }, { a: 1, b: { c: [2] }, d: 'x' })).toEqual({ b: { c: [2] } });
  });
});

describe('specsOfSchema', () => {
  const schema = {
    type: 'object',
    required: ['host', 'tls', 'port'],
    properties: {
      host: { type: 'string', description: 'Address of the server' },
      port: { type: 'integer', minimum: 1, maximum: 65_535, default: 587 },
      tls: { type: 'boolean', title: 'Use TLS' },
      apiToken: { type: 'string' },
      mode: { type: 'string', enum: ['events', 'socket'] },
      from: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      channels: { type: 'array', items: { type: 'string' } },
      limits: { type: 'object', properties: { perMinute: { type: 'number', maximum: 9007199254740991 } } },
    },
  };

  it('makes a field of each property', () => {
    const specs = Object.fromEntries(specsOfSchema(schema, ['apiToken']).map((spec) => [spec.name, spec]));
    expect(specs.host).toMatchObject({ kind: 'line', label: 'Host', help: 'Address of the server', required: true, empty: 'absent' });
    expect(specs.port).toMatchObject({ kind: 'number', min: 1, max: 65_535, placeholder: '587', required: false });
    expect(specs.tls).toMatchObject({ kind: 'flag', label: 'Use TLS', required: false });
    expect(specs.apiToken).toMatchObject({ kind: 'secret', label: 'Api token' });
    expect(specs.mode).toMatchObject({ kind: 'choice', options: [{ value: 'events', label: 'events' }, { value: 'socket', label: 'socket' }] });
    expect(specs.from).toMatchObject({ kind: 'line', empty: 'null' });
    expect(specs.channels).toMatchObject({ kind: 'words' });
    expect(specs['limits.perMinute']).toMatchObject({ kind: 'number', max: undefined });
  });

  it('makes no field of what is no schema', () => {
    expect(specsOfSchema({}, [])).toEqual([]);
    expect(specsOfSchema({ properties: { broken: 5 } }, [])).toEqual([]);
  });
});

describe('onCallAt', () => {
  const rotation = { people: ['a@example.com', 'b@example.com', 'c@example.com'], startsAt: '2026-01-05T09:00:00.000Z', hoursPerShift: 12 };
  const at = (time: string) => onCallAt(rotation, Date.parse(time));

  it('takes turns in order and begins anew', () => {
    expect(at('2026-01-05T09:00:00Z')).toEqual({ now: 'a@example.com', next: 'b@example.com', changesAt: '2026-01-05T21:00:00.000Z' });
    expect(at('2026-01-05T20:59:59Z')?.now).toBe('a@example.com');
    expect(at('2026-01-05T21:00:00Z')?.now).toBe('b@example.com');
    expect(at('2026-01-06T21:00:00Z')?.now).toBe('a@example.com');
  });

  it('knows nobody before it begins or with nobody in it', () => {
    expect(at('2026-01-05T08:59:59Z')).toBeUndefined();
    expect(onCallAt({ ...rotation, people: [] }, Date.parse('2026-02-01T00:00:00Z'))).toBeUndefined();
    expect(onCallAt({ ...rotation, hoursPerShift: 0 }, Date.parse('2026-02-01T00:00:00Z'))).toBeUndefined();
  });
});
