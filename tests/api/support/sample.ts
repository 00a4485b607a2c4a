import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Route } from '../../../api/contract/route.ts';
import { fullPath } from '../../../api/http/router.ts';

/** Ids of things that exist, by the name of the path parameter. */
export type Known = Record<string, string>;

/** The address of a route with its parameters filled from `known`, else with something well-formed that does not exist. */
export function addressOf(route: Route, known: Known = {}): string {
  const values: Known = { organization: 'default', incident: 'INC-404', email: 'nobody@example.com', step: 'ticket', seq: '1', role: 'scribe', plugin: 'builtin', id: randomUUID(), token: randomUUID(), ...known };
  return fullPath(route).replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? 'x'));
}

/** Bodies of routes whose schema alone does not say what they accept. */
const BODIES: Record<string, unknown> = {};

interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minimum?: number;
  minLength?: number;
  pattern?: string;
  format?: string;
}
const TEXTS: Record<string, () => string> = { uuid: randomUUID, email: () => 'someone@example.com', 'date-time': () => '2026-01-01T00:00:00.000Z' };

function textOf({ format, pattern, minLength = 0 }: Schema): string {
  const named = format === undefined ? undefined : TEXTS[format]?.();
  const candidates = [...(named === undefined ? [] : [named]), 'x'.repeat(Math.max(1, minLength)), '1', '1.00', 'EUR', 'X1', '000000'];
  return candidates.find((text) => pattern === undefined || new RegExp(pattern, 'u').test(text)) ?? 'x';
}

function valueOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return valueOf(first);
  switch (schema.type) {
    case 'object': {
      const names = Object.keys(schema.properties ?? {});
      // Where nothing is needed something is changed, since an empty change is often refused.
      const wanted = schema.required?.length ? schema.required : names.slice(0, 1);
      return Object.fromEntries(wanted.map((name) => [name, /email$/i.test(name) ? 'someone@example.com' : valueOf(schema.properties?.[name] ?? {})]));
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => valueOf(schema.items ?? {}));
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'null':
      return null;
    default:
      return textOf(schema);
  }
}

/** A body that the route accepts, made from its schema, so that a request gets as far as the thing it names; undefined for routes without one. Throws when one has to be written by hand. */
export function bodyOf(route: Route): unknown {
  if (route.rawBodyLimit !== null) return 'raw';
  if (route.body === null) return undefined;
  const body = BODIES[route.id] ?? valueOf(z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }) as Schema);
  const parsed = route.body.safeParse(body);
  if (!parsed.success) throw new Error(`No body could be made for ${route.id} (${JSON.stringify(parsed.error.issues)}): write one in tests/api/support/sample.ts`);
  return body;
}

/** What has to stand in a route's query, with its question mark; empty when nothing has to. */
export function queryOf(route: Route): string {
  if (route.query === null || route.query.safeParse({}).success) return '';
  const value = valueOf(z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' }) as Schema);
  return `?${new URLSearchParams(Object.entries(value as object).map(([name, one]) => [name, String(one)])).toString()}`;
}
