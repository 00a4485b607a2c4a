import type { Request } from 'express';
import type { Viewer } from '../domain/access.ts';
import { recordAudit } from '../models/audit.ts';
import { canonicalJson } from '../models/hash.ts';
import { transaction } from '../models/sql.ts';
import { auditOf } from './audit.ts';
import type { Identity } from './auth/identity.ts';
import type { ApiDeps } from './deps.ts';

type Row = Record<string, unknown>;
/** The parts of a call that every write of a configured noun has. */
interface WriteCall {
  deps: ApiDeps;
  viewer: Viewer;
  identity: Identity | null;
  request: Request;
  params: { id?: string; role?: string } | undefined;
}
type Handle = (call: never) => Promise<unknown>;

const VERBS = { create: 'created', update: 'updated', remove: 'removed' } as const;
const isWrite = (name: string): name is keyof typeof VERBS => name in VERBS;
/** Parts of answers that are shown once to whoever asked and kept nowhere. */
const SECRET = new Set(['invitationUrl']);

/**
 * The handlers of a configured noun, with each `create`, `update` and `remove` in one transaction together with its audit entry. `find` answers
 * the row as it stands before the change; without it, it is looked up among the rows that `list` answers. A change that changes nothing is no entry.
 */
export function audited<H extends object>(kind: string, handlers: H, find: (call: WriteCall) => Promise<Row | null> = inList(handlers)): H {
  const entries = Object.entries(handlers).map(([name, handle]: [string, unknown]) => [name, isWrite(name) && typeof handle === 'function' ? recorded({ kind, name, handle: handle as Handle, find }) : handle]);
  return Object.fromEntries(entries) as H;
}

// The same noun's list gives what people see of a row, so before and after are the same fields.
function inList(handlers: object): (call: WriteCall) => Promise<Row | null> {
  return async (call) => {
    const list: unknown = Reflect.get(handlers, 'list');
    if (typeof list !== 'function') throw new Error('A noun without a list needs to be told how its rows are found');
    const { data } = (await list({ ...call, params: undefined, query: {} })) as { data: Row[] };
    const { id, role } = call.params ?? {};
    return data.find((row) => (id === undefined ? row['role'] === role : row['id'] === id)) ?? null;
  };
}

function recorded({ kind, name, handle, find }: { kind: string; name: keyof typeof VERBS; handle: Handle; find: (call: WriteCall) => Promise<Row | null> }): Handle {
  return async (call) => {
    const outside: WriteCall = call;
    return transaction(outside.deps.db, async (tx) => {
      const inside: WriteCall = { ...outside, deps: { ...outside.deps, db: tx } };
      const before = name === 'create' ? null : await find(inside);
      const answer = await handle(inside as never);
      const after = name === 'remove' ? null : (answer as Row);
      const change = changedFields(before, after);
      if (change === null) return answer;
      const row = after ?? before ?? {};
      await recordAudit(tx, {
        ...auditOf(outside),
        ...change,
        organizationId: outside.viewer.organizationId,
        action: `${kind}.${VERBS[name]}`,
        subject: { kind, id: textOf(row['id'] ?? row['role']), label: textOf(row['name'] ?? row['label'] ?? row['email']) ?? kind },
      });
      return answer;
    });
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What differs between two states of a row, before and after; a missing state is null. Null = nothing differs. */
export function changedFields(before: Row | null, after: Row | null): { before: Row | null; after: Row | null } | null {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((name) => !SECRET.has(name) && canonicalJson(before?.[name]) !== canonicalJson(after?.[name]));
  if (names.length === 0) return null;
  const only = (row: Row | null): Row | null => row && Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  return { before: only(before), after: only(after) };
}
