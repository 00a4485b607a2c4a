import { z } from 'zod';
import { ACCESS_LEVELS } from '../../domain/access.ts';
import { ROLES, STAGES, VISIBILITIES } from '../../domain/incident/types.ts';

/** ISO 8601 time in UTC with milliseconds. */
export const Time = z.iso.datetime({ offset: true });
/** UUID of any version. */
export const Id = z.uuid();
/** E-mail address, lower-cased. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('is not an e-mail address, e.g. name@example.com'));
/** Stage of an incident. */
export const StageName = z.enum(STAGES);
/** Visibility of an incident. */
export const VisibilityName = z.enum(VISIBILITIES);
/** Incident role. */
export const RoleName = z.enum(ROLES);
/** Access level in the organization. */
export const AccessLevelName = z.enum(ACCESS_LEVELS);
/** Tag as `type/name` or a plain word. */
export const Tag = z.string().trim().min(1).max(100).regex(/^[^\s,][^,]*$/, 'may not hold a comma or begin with a space');
/** One line of text. */
export const Line = (max: number) => z.string().trim().min(1, 'may not be empty').max(max, `may have at most ${max} characters`);
/** Markdown text. */
export const Text = (max: number) => z.string().max(max, `may have at most ${max} characters`);

/** A person in answers. */
export const Person = z.object({ id: Id, email: z.string(), name: z.string() });
/** See {@link Person}. */
export type Person = z.infer<typeof Person>;

/** Query of cursor-paged lists; `cursor` is opaque, from the page before. */
export const PageQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(500).optional() });
/** A page of `item`s; `nextCursor` null = the end. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });
/** A complete list. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item) });
/** Comma-separated or repeated query value → list. */
export const ListParam = z
  .union([z.string(), z.array(z.string())])
  .transform((v) => (Array.isArray(v) ? v : v.split(',')).map((s) => s.trim()).filter((s) => s !== ''))
  .optional();

/** RFC 9457 problem; `errors[].pointer` is a JSON pointer into the body, or `query:x`, `path:x`, `header:x`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
/** See {@link Problem}. */
export type Problem = z.infer<typeof Problem>;
/** Path parameter: incident id or key (present or former). */
export const IncidentParams = z.object({ incident: z.string().min(1).max(100) });
/** Path parameter: a UUID. */
export const IdParams = z.object({ id: Id });
