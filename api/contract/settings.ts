import { z } from 'zod';
import { AccessLevelName, Email, Id, IdParams, Line, ListParam, PageQuery, RoleName, Text, Time, VisibilityName, listOf, pageOf } from './common.ts';
import { defineRoute } from './route.ts';

const Rank = z.int().min(1).max(1000);
/** Fields that types, severities and priorities share; `project` null = every project. */
const Base = { name: Line(80), description: Text(1000), project: z.string().nullable(), rank: Rank, isDefault: z.boolean(), isEnabled: z.boolean() };
const IncidentType = z.strictObject({ ...Base, visibility: VisibilityName, wantsPostmortem: z.boolean(), reviewDueDays: z.int().min(1).max(365), incidentTemplate: Text(50_000).nullable(), reviewTemplate: Text(50_000).nullable(), ticketMetadata: z.record(z.string(), z.unknown()) });
const Severity = z.strictObject(Base);
const Minutes = z.int().min(5).max(10_080).nullable();
const Priority = z.strictObject({ ...Base, tacticalReportMinutes: Minutes, executiveReportMinutes: Minutes, pageCommander: z.boolean() });
const Project = z.strictObject({
  name: Line(80), description: Text(1000), keyPrefix: z.string().regex(/^[A-Z][A-Z0-9]{0,9}$/, 'is 1 to 10 capital letters and digits, a letter first'), isDefault: z.boolean(), isEnabled: z.boolean(),
  settings: z.strictObject({
    conferenceUrlTemplate: z.string().max(500).optional(),
    annualEmployeeCost: z.number().positive().max(1e9).optional(),
    businessHoursPerYear: z.number().positive().max(8784).optional(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'is a three-letter ISO 4217 code, e.g. EUR').optional(),
    announcementAddresses: z.array(Email).max(50).optional(),
    welcomeText: Text(5000).optional(),
    staleHours: z.number().min(1).max(8760).optional(),
    closeHours: z.number().min(1).max(8760).optional(),
  }),
});
const RoleSetting = z.strictObject({ label: Line(40), description: Text(500), costMultiplier: z.number().min(0).max(100) });
const Rotation = z.strictObject({ people: z.array(Email).min(1).max(100), startsAt: Time, hoursPerShift: z.number().min(1).max(8760) });
const Service = z.strictObject({ name: Line(80), description: Text(1000), project: z.string().nullable(), isEnabled: z.boolean(), oncallPlugin: z.string().max(60), externalId: z.string().max(200).nullable(), rotation: Rotation.nullable() });
const Names = z.array(z.string()).max(100).optional();
const EngagementRule = z.strictObject({
  name: Line(120), rank: Rank, isEnabled: z.boolean(), project: z.string().nullable(),
  match: z.strictObject({ types: Names, severities: Names, priorities: Names, projects: Names, tags: Names }),
  target: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('service'), service: z.string() }), z.strictObject({ kind: z.literal('person'), email: Email })]),
  role: RoleName.exclude(['reporter']),
});
const PersonBody = z.strictObject({ email: Email, name: Line(120), title: Text(120).nullable(), team: Text(120).nullable(), department: Text(120).nullable(), location: Text(120).nullable(), timeZone: z.string().max(60).nullable(), accessLevel: AccessLevelName, isActive: z.boolean() });
const withId = <S extends z.ZodRawShape>(o: z.ZodObject<S, z.core.$strict>) => z.object({ id: Id }).extend(o.shape);

/** A person in the list; `isMember` false = known by name only, from incidents they were put into, and not let in. */
const Member = withId(PersonBody).extend({ isMember: z.boolean() });

const tag = 'Settings';
/** Routes of one configured noun: list for everybody who declares, changes for administrators. POST needs what has no default below; PATCH takes changed fields only. */
function crud<P extends string, S extends z.ZodRawShape, D extends z.ZodType>(parts: { path: P; noun: string; item: z.ZodObject<S, z.core.$strict>; create: D }) {
  const { path, noun, item, create } = parts;
  const view = withId(item);
  return {
    list: defineRoute({ id: `${path}.list`, method: 'get', path: `/${path}`, access: 'read', tag, summary: `List ${noun}s`, response: listOf(view) }),
    create: defineRoute({ id: `${path}.create`, method: 'post', path: `/${path}`, access: 'configure', tag, summary: `Add a ${noun}`, body: create, response: view, status: 201 }),
    update: defineRoute({ id: `${path}.update`, method: 'patch', path: `/${path}/:id`, access: 'configure', tag, summary: `Change a ${noun}`, params: IdParams, body: item.partial(), response: view }),
  } as const;
}
const base = { description: Base.description.default(''), project: Base.project.default(null), isDefault: Base.isDefault.default(false), isEnabled: Base.isEnabled.default(true) };
const NewType = IncidentType.extend({ ...base, rank: Rank.default(1), visibility: VisibilityName.default('open'), wantsPostmortem: z.boolean().default(true), reviewDueDays: z.int().min(1).max(365).default(5), incidentTemplate: Text(50_000).nullable().default(null), reviewTemplate: Text(50_000).nullable().default(null), ticketMetadata: z.record(z.string(), z.unknown()).default({}) });
const NewPriority = Priority.extend({ ...base, tacticalReportMinutes: Minutes.default(null), executiveReportMinutes: Minutes.default(null), pageCommander: z.boolean().default(false) });
const NewProject = Project.extend({ description: Text(1000).default(''), isDefault: z.boolean().default(false), isEnabled: z.boolean().default(true), settings: Project.shape.settings.default({}) });
const NewService = Service.extend({ description: Text(1000).default(''), project: Base.project.default(null), isEnabled: z.boolean().default(true), oncallPlugin: z.string().max(60).default('builtin'), externalId: z.string().max(200).nullable().default(null), rotation: Rotation.nullable().default(null) });
const NewRule = EngagementRule.extend({ rank: Rank.default(1), isEnabled: z.boolean().default(true), project: Base.project.default(null), match: EngagementRule.shape.match.default({}) });
const text = Text(120).nullable().default(null);
const NewPerson = PersonBody.extend({ title: text, team: text, department: text, location: text, timeZone: z.string().max(60).nullable().default(null), accessLevel: AccessLevelName.default('member'), isActive: z.boolean().default(true) });

const PluginHealth = z.object({ ok: z.boolean(), detail: z.string(), parts: z.array(z.object({ label: z.string(), ok: z.boolean(), detail: z.string() })).optional() });

/** A plugin with its instance (if any) for the organization or one project. `schema` is the JSON Schema of its settings; secret values read as `••••••••` and keep the stored value when sent back so. `guide` = what to copy to the vendor. */
export const PluginView = z.object({
  id: z.string(), name: z.string(), description: z.string(), setup: z.string(), capabilities: z.array(z.string()), schema: z.record(z.string(), z.unknown()), secrets: z.array(z.string()),
  instances: z.array(z.object({ id: Id, project: z.string().nullable(), isEnabled: z.boolean(), capabilities: z.array(z.string()), settings: z.record(z.string(), z.unknown()), health: PluginHealth.nullable() })),
  guide: z.object({ addresses: z.array(z.object({ label: z.string(), url: z.string() })), texts: z.array(z.object({ label: z.string(), hint: z.string(), text: z.string() })) }).nullable(),
});
const PluginBody = z.strictObject({ project: z.string().nullable().default(null), isEnabled: z.boolean().default(true), capabilities: z.array(z.string()), settings: z.record(z.string(), z.unknown()).default({}) });

/** An outbound message. */
export const Delivery = z.object({ id: Id, channel: z.enum(['email', 'conversation']), message: z.string(), recipient: z.string(), recipientName: z.string(), subject: z.string(), state: z.enum(['pending', 'sent', 'outbox', 'failed']), provider: z.string().nullable(), attempts: z.number().int(), lastError: z.string().nullable(), incident: z.object({ id: Id, key: z.string() }).nullable(), createdAt: Time, sentAt: Time.nullable() });

/** Routes of configuration, people, plugins and the outbox. */
export const settings = {
  types: crud({ path: 'incident-types', noun: 'incident type', item: IncidentType, create: NewType }),
  severities: crud({ path: 'incident-severities', noun: 'severity', item: Severity, create: Severity.extend(base) }),
  priorities: crud({ path: 'incident-priorities', noun: 'priority', item: Priority, create: NewPriority }),
  projects: crud({ path: 'projects', noun: 'project', item: Project, create: NewProject }),
  services: crud({ path: 'services', noun: 'service', item: Service, create: NewService }),
  engagementRules: crud({ path: 'engagement-rules', noun: 'engagement rule', item: EngagementRule, create: NewRule }),
  people: {
    list: defineRoute({ id: 'people.list', method: 'get', path: '/people', access: 'read', tag, summary: 'People, by name', query: PageQuery.extend({ q: z.string().max(200).optional(), accessLevel: ListParam, state: z.enum(['member', 'deactivated', 'named']).optional() }), response: pageOf(Member) }),
    create: defineRoute({ id: 'people.create', method: 'post', path: '/people', access: 'manageMembers', stepUp: { when: { accessLevel: ['manager', 'admin', 'owner'] } }, tag, summary: 'Add a person; with invite=true the answer holds a one-time invitation link to pass on', query: z.object({ invite: z.stringbool().default(false) }), body: NewPerson, response: withId(PersonBody).extend({ invitationUrl: z.string().nullable() }), status: 201 }),
    update: defineRoute({ id: 'people.update', method: 'patch', path: '/people/:id', access: 'manageMembers', stepUp: { when: { accessLevel: true, email: true } }, tag, summary: 'Change a person', params: IdParams, body: PersonBody.partial(), response: withId(PersonBody) }),
  },
  roles: {
    list: defineRoute({ id: 'incident-roles.list', method: 'get', path: '/incident-roles', access: 'read', tag, summary: 'Incident roles', response: listOf(RoleSetting.extend({ role: RoleName })) }),
    update: defineRoute({ id: 'incident-roles.update', method: 'patch', path: '/incident-roles/:role', access: 'configure', tag, summary: 'Change a role’s words and cost multiplier', params: z.object({ role: RoleName }), body: RoleSetting.partial(), response: RoleSetting.extend({ role: RoleName }) }),
  },
  plugins: {
    list: defineRoute({ id: 'plugins.list', method: 'get', path: '/plugins', access: 'managePlugins', tag, summary: 'Plugins with instances and health', response: listOf(PluginView) }),
    configure: defineRoute({ id: 'plugins.configure', method: 'put', path: '/plugins/:plugin', access: 'managePlugins', stepUp: true, tag, summary: 'Set up a plugin for the organization or one project', params: z.object({ plugin: z.string().max(60) }), body: PluginBody, response: PluginView }),
    check: defineRoute({ id: 'plugins.check', method: 'post', path: '/plugins/:plugin/check', access: 'managePlugins', tag, summary: 'Check a plugin’s health now', params: z.object({ plugin: z.string().max(60) }), body: z.strictObject({ project: z.string().nullable().default(null) }), response: PluginHealth }),
  },
  deliveries: {
    list: defineRoute({ id: 'deliveries.list', method: 'get', path: '/deliveries', access: 'member', tag: 'Outbox', summary: 'Mail outbox: everything for administrators, one’s own mail for others', query: PageQuery.extend({ state: z.string().optional(), q: z.string().max(200).optional(), incident: z.string().optional() }), response: pageOf(Delivery) }),
    get: defineRoute({ id: 'deliveries.get', method: 'get', path: '/deliveries/:id', access: 'member', tag: 'Outbox', summary: 'One outbound message', params: IdParams, response: Delivery.extend({ html: z.string(), text: z.string() }) }),
    retry: defineRoute({ id: 'deliveries.retry', method: 'post', path: '/deliveries/:id/retry', access: 'readEveryMail', tag: 'Outbox', summary: 'Send a failed message again', params: IdParams, response: Delivery }),
  },
} as const;
