import type { ZodType } from 'zod';
import type { Role } from '../domain/incident/types.ts';

/** What plugins can do. A plugin offers some of them; per project and capability exactly one enabled plugin is used. */
export const CAPABILITIES = [
  'conversation', 'document', 'storage', 'ticket', 'conference', 'oncall', 'participantGroup', 'contact', 'email',
  'task', 'monitor', 'runbook', 'participantResolver', 'ai', 'mfa', 'secretProvider', 'metricProvider',
] as const;
/** See {@link CAPABILITIES}. */
export type CapabilityName = (typeof CAPABILITIES)[number];

/** Why a vendor call failed; decides whether the step is tried again (`rate-limited`, `unavailable`) or waits for a person. */
export type VendorErrorKind = 'auth' | 'invalid' | 'not-found' | 'conflict' | 'rate-limited' | 'unavailable';

/** The only error a capability throws; `message` is what people read on the incident page and names the remedy where there is one. */
export class VendorError extends Error {
  readonly kind: VendorErrorKind;
  /** Milliseconds the vendor asked us to wait (`rate-limited`), else null. */
  readonly retryAfterMs: number | null;
  constructor(kind: VendorErrorKind, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'VendorError';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Our mark: what an object at a vendor must carry so that we find it again after a lost answer.
 * `mark` is stable per incident and purpose (`dispatch:<incidentId>:<purpose>`); implementations look it up before they create.
 */
export interface Mark {
  incidentId: string;
  mark: string;
}

/** A person as vendors need one. */
export interface VendorPerson {
  email: string;
  name: string;
}

/** The facts about an incident that vendor objects show. Built from the projection; for restricted incidents providers must make private objects. */
export interface IncidentBrief {
  incidentId: string;
  key: string;
  title: string;
  description: string;
  stage: string;
  severity: string;
  priority: string;
  type: string;
  project: string;
  restricted: boolean;
  reporter: VendorPerson;
  commander: VendorPerson;
  /** Page of the incident in the web. */
  url: string;
  /** Resource URLs by resource kind, those that are there. */
  links: Partial<Record<string, string>>;
  costText: string | null;
}

/** An object as a provider returns it. */
export interface VendorObject {
  externalId: string;
  url: string | null;
  name: string;
}

/** A message for a conversation: plain Markdown, plus optional buttons; chat vendors render it their way. */
export interface OutgoingMessage {
  /** Unique per message; a second post with the same key returns the first. */
  key: string;
  markdown: string;
  /** Only these people see it where the vendor supports that; null = everybody in the conversation. */
  onlyFor: string[] | null;
  buttons: { label: string; url: string }[];
  pin: boolean;
}

/** Chat of an incident. */
export interface ConversationCapability {
  create(input: Mark & { name: string; topic: string; private: boolean }): Promise<VendorObject>;
  rename(externalId: string, name: string): Promise<VendorObject>;
  setTopic(externalId: string, topic: string): Promise<void>;
  setBookmarks(externalId: string, links: { title: string; url: string }[]): Promise<void>;
  /** Adds all who can be added; those who cannot are returned with the reason, and never fail the others. */
  addMembers(externalId: string, people: VendorPerson[]): Promise<{ failed: { email: string; reason: string }[] }>;
  removeMember(externalId: string, email: string): Promise<void>;
  members(externalId: string): Promise<string[]>;
  post(externalId: string, message: OutgoingMessage): Promise<{ messageId: string }>;
  archive(externalId: string): Promise<void>;
  unarchive(externalId: string): Promise<void>;
  setPrivate(externalId: string, isPrivate: boolean): Promise<void>;
}

/** Documents made from templates whose `{{placeholder}}`s stay live. */
export interface DocumentCapability {
  create(input: Mark & { title: string; folderId: string | null; template: string; values: Record<string, string>; private: boolean }): Promise<VendorObject>;
  /** Re-renders the placeholders; text that people wrote is never touched. */
  refresh(externalId: string, values: Record<string, string>): Promise<void>;
  /** The document's text as Markdown. */
  read(externalId: string): Promise<string>;
}

/** Folder of an incident's files. */
export interface StorageCapability {
  createFolder(input: Mark & { name: string; private: boolean }): Promise<VendorObject>;
  share(externalId: string, people: VendorPerson[]): Promise<void>;
  unshare(externalId: string, email: string): Promise<void>;
  setReadOnly(externalId: string, readOnly: boolean): Promise<void>;
}

/** Tickets; the ticket's name becomes the incident's key. */
export interface TicketCapability {
  /** `reservedKey` is the key the incident already answers to; a provider without numbering of its own adopts it. */
  create(input: Mark & { reservedKey: string; brief: IncidentBrief; metadata: Record<string, unknown> }): Promise<VendorObject>;
  update(externalId: string, brief: IncidentBrief): Promise<void>;
  createTask(input: Mark & { taskId: string; title: string; description: string; assignee: VendorPerson | null; incidentKey: string }): Promise<VendorObject>;
}

/** Video conferences. */
export interface ConferenceCapability {
  create(input: Mark & { name: string; title: string; description: string; people: VendorPerson[] }): Promise<VendorObject>;
  /** A meeting at a time (the review); `startsAt` ISO. */
  schedule(input: Mark & { title: string; description: string; startsAt: string; minutes: number; people: VendorPerson[] }): Promise<VendorObject>;
}

/** On-call rotations and paging. */
export interface OncallCapability {
  /** Who is on call for the service now; null when nobody is. */
  current(serviceExternalId: string, at: string): Promise<VendorPerson | null>;
  next(serviceExternalId: string, at: string): Promise<VendorPerson | null>;
  page(input: Mark & { serviceExternalId: string; person: VendorPerson; brief: IncidentBrief }): Promise<{ pageId: string; url: string | null }>;
}

/** Mailing lists or groups of participants. */
export interface ParticipantGroupCapability {
  create(input: Mark & { name: string; description: string; people: VendorPerson[] }): Promise<VendorObject & { address: string | null }>;
  addMembers(externalId: string, people: VendorPerson[]): Promise<void>;
  removeMember(externalId: string, email: string): Promise<void>;
  members(externalId: string): Promise<string[]>;
}

/** Directory look-ups. */
export interface ContactCapability {
  find(email: string): Promise<{ email: string; name: string; title: string | null; team: string | null; department: string | null; location: string | null; url: string | null } | null>;
}

/** An e-mail to be sent once; `messageId` is ours and goes into the Message-ID header. */
export interface OutgoingEmail {
  messageId: string;
  to: VendorPerson;
  subject: string;
  html: string;
  text: string;
}
/** E-mail. */
export interface EmailCapability {
  send(mail: OutgoingEmail): Promise<{ providerId: string | null }>;
}

/** Tasks found in vendor objects (document comments). */
export interface TaskCapability {
  list(externalId: string, since: string): Promise<{ taskId: string; title: string; assignee: string | null; resolved: boolean; url: string | null }[]>;
  resolve(externalId: string, taskId: string): Promise<void>;
}
/** Watches links that people post. */
export interface MonitorCapability {
  matchers(): string[];
  status(url: string, since: string | null): Promise<{ title: string; state: string } | null>;
}
/** Automation that people start. */
export interface RunbookCapability {
  run(runbookId: string, params: Record<string, string>, mark: Mark): Promise<{ runId: string; url: string | null }>;
  status(runId: string): Promise<{ state: 'running' | 'succeeded' | 'failed'; url: string | null }>;
}
/** Finds who should join. */
export interface ParticipantResolverCapability {
  resolve(brief: IncidentBrief): Promise<{ person: VendorPerson; role: Role; reason: string }[]>;
}
/** Text generation. */
export interface AiCapability {
  complete(input: { system: string; prompt: string; maxTokens: number }): Promise<string>;
}
/** A second factor for a dangerous action. */
export interface MfaCapability {
  challenge(input: { email: string; action: string }): Promise<{ challengeId: string }>;
  status(challengeId: string): Promise<'pending' | 'approved' | 'denied'>;
}
/** Turns stored secret values into usable ones. */
export interface SecretProviderCapability {
  reveal(value: string): Promise<string>;
}
/** Receives key system metrics. */
export interface MetricProviderCapability {
  gauge(name: string, value: number, tags: Record<string, string>): void;
  counter(name: string, value: number, tags: Record<string, string>): void;
  timer(name: string, milliseconds: number, tags: Record<string, string>): void;
}

/** Capability name → its interface. */
export interface CapabilityMap {
  conversation: ConversationCapability;
  document: DocumentCapability;
  storage: StorageCapability;
  ticket: TicketCapability;
  conference: ConferenceCapability;
  oncall: OncallCapability;
  participantGroup: ParticipantGroupCapability;
  contact: ContactCapability;
  email: EmailCapability;
  task: TaskCapability;
  monitor: MonitorCapability;
  runbook: RunbookCapability;
  participantResolver: ParticipantResolverCapability;
  ai: AiCapability;
  mfa: MfaCapability;
  secretProvider: SecretProviderCapability;
  metricProvider: MetricProviderCapability;
}

/** How a plugin's instance is doing, as shown in settings and by `doctor`. */
export interface Health {
  ok: boolean;
  /** What is wrong and what to do, or what was checked. */
  detail: string;
}

/** An inbound request of a vendor, with its raw body for signature checks. */
export interface InboundRequest {
  path: string;
  headers: Record<string, string>;
  rawBody: Uint8Array;
}
/** What an inbound request means: at most one answer to the vendor, and commands or facts for incidents. */
export interface InboundResult {
  status: number;
  body: unknown;
  /** Unique per vendor event: stored before it is acknowledged, so retries change nothing. */
  eventId: string | null;
}

/** What a plugin gets besides its settings: where the product is, whose instance this is, and the product's own store (builtin only). */
export interface PluginContext {
  organizationId: string;
  projectId: string | null;
  /** Base URL of the web, no trailing slash. */
  webUrl: string;
  organizationSlug: string;
  /** Path prefix + fetch, with time-out, error mapping and Retry-After handling; see `plugins/http.ts`. */
  fetch: typeof globalThis.fetch;
  now(): Date;
  store: BuiltinStore;
}

/** The product's own tables as `plugins/builtin` uses them; implemented in models. Every create adopts by `mark`. */
export interface BuiltinStore {
  /** One row per mark; creates when absent. Concurrency-safe. */
  ensureObject(input: { mark: string; incidentId: string; kind: 'conversation' | 'document' | 'storage' | 'ticket' | 'conference' | 'group' | 'page'; name: string; data: Record<string, unknown> }): Promise<{ id: string; name: string; data: Record<string, unknown>; created: boolean }>;
  getObject(id: string): Promise<{ id: string; incidentId: string; kind: string; name: string; data: Record<string, unknown> } | null>;
  /** Merges `data`; optional new name. */
  updateObject(id: string, change: { name?: string; data?: Record<string, unknown> }): Promise<void>;
  setMembers(id: string, change: { add?: VendorPerson[]; remove?: string[] }): Promise<void>;
  listMembers(id: string): Promise<string[]>;
  postMessage(input: { conversationId: string; key: string; markdown: string; onlyFor: string[] | null; buttons: { label: string; url: string }[]; pin: boolean }): Promise<{ messageId: string }>;
  /** Documents: body is Markdown with `{{placeholders}}`; values are kept beside it and rendered when read. */
  ensureDocument(input: { mark: string; incidentId: string; kind: 'incident' | 'review' | 'executive'; title: string; body: string; values: Record<string, string> }): Promise<{ id: string; created: boolean }>;
  setDocumentValues(id: string, values: Record<string, string>): Promise<void>;
  readDocument(id: string): Promise<string>;
  /** Members of a built-in rotation and who is on at `at`; null when the service is unknown. */
  rotation(serviceId: string): Promise<{ people: VendorPerson[]; startsAt: string; hoursPerShift: number } | null>;
  findPerson(email: string): Promise<{ email: string; name: string; title: string | null; team: string | null; department: string | null; location: string | null } | null>;
}

/** A plugin: one folder, one default instance per project. */
export interface Plugin<Settings = unknown> {
  id: string;
  name: string;
  description: string;
  /** Markdown link or sentence that says how to get credentials. */
  setup: string;
  settings: ZodType<Settings>;
  /** Names of the settings that are secrets: encrypted at rest, masked when read. */
  secrets: readonly string[];
  capabilities: readonly CapabilityName[];
  /** Builds the capabilities for one instance; loads SDKs lazily, opens nothing. */
  connect(settings: Settings, context: PluginContext): { [C in CapabilityName]?: CapabilityMap[C] };
  health(settings: Settings, context: PluginContext): Promise<Health>;
  events?: (settings: Settings, context: PluginContext, request: InboundRequest) => Promise<InboundResult>;
}
