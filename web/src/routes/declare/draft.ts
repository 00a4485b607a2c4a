import type { InputOf } from '../../api/client.ts';
import type { routes } from '../../../../api/contract/index.ts';

/** What the declare form holds; empty texts and nulls are left to the API's defaults. */
export type DeclareValues = {
  title: string;
  description: string;
  severity: string;
  type: string;
  priority: string;
  project: string;
  commanderEmail: string | null;
  visibility: string;
  stage: string;
  tags: string[];
  reportedAt: string | null;
};

/** The form with nothing in it. */
export const EMPTY: DeclareValues = { title: '', description: '', severity: '', type: '', priority: '', project: '', commanderEmail: null, visibility: '', stage: '', tags: [], reportedAt: null };

type Body = InputOf<typeof routes.incidents.declare>['body'];

const oneOf = <T extends string>(value: string, allowed: readonly T[]): T | undefined => allowed.find((each) => each === value);

/** The body of a declaration: only what was filled in. */
export function bodyOf(values: DeclareValues): Body {
  const visibility = oneOf(values.visibility, ['open', 'restricted']);
  const stage = oneOf(values.stage, ['active', 'stable', 'closed']);
  return {
    title: values.title.trim(),
    description: values.description,
    ...(values.severity === '' ? {} : { severity: values.severity }),
    ...(values.type === '' ? {} : { type: values.type }),
    ...(values.priority === '' ? {} : { priority: values.priority }),
    ...(values.project === '' ? {} : { project: values.project }),
    ...(values.commanderEmail === null ? {} : { commanderEmail: values.commanderEmail }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(stage === undefined ? {} : { stage }),
    ...(values.tags.length === 0 ? {} : { tags: values.tags }),
    ...(values.reportedAt === null ? {} : { reportedAt: values.reportedAt }),
  };
}

/** The form as an address asks for it (`?title=…&tags=a,b`); undefined when the address says nothing. */
export function fromTemplate(search: Record<string, string | undefined>): DeclareValues | undefined {
  const names = ['title', 'description', 'severity', 'type', 'priority', 'project', 'visibility'] as const;
  if (![...names, 'tags'].some((name) => search[name])) return undefined;
  const values: DeclareValues = { ...EMPTY, tags: (search.tags ?? '').split(',').map((tag) => tag.trim()).filter((tag) => tag !== '') };
  for (const name of names) values[name] = search[name] ?? '';
  return values;
}

/** Reads a draft that was kept as text; undefined when it is none, or has nothing worth keeping. */
export function readDraft(text: string | undefined): DeclareValues | undefined {
  if (text === undefined) return undefined;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return undefined;
    const values: DeclareValues = { ...EMPTY };
    for (const [name, value] of Object.entries(kept)) {
      const known = name in EMPTY ? EMPTY[name as keyof DeclareValues] : undefined;
      const fits = typeof value === 'string' ? typeof known === 'string' || known === null : Array.isArray(value) && Array.isArray(known) && value.every((each) => typeof each === 'string');
      if (fits) Object.assign(values, { [name]: value });
    }
    return values.title.trim() === '' && values.description.trim() === '' ? undefined : values;
  } catch {
    return undefined;
  }
}
