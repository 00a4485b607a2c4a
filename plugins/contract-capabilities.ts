import type { Role } from '../domain/incident/types.ts';
import type { Card } from '../domain/interactions/types.ts';
import type { IncidentBrief, Mark, PeopleResult, VendorObject, VendorPerson } from './contract-facts.ts';
import type { MfaCapability } from './contract-mfa.ts';
import type { MetricProviderCapability, SecretProviderCapability } from './contract-process.ts';

/** Something to press under a message: a page to open, or an action that comes back as a button of the interactions; vendors that cannot send it back leave it out. */
export type MessageButton = { label: string; url: string } | { label: string; action: string; value: string; style?: 'primary' | 'danger' };

/** A message for a conversation: plain Markdown, plus optional buttons; chat vendors render it their way. */
export interface OutgoingMessage {
  /** Unique per message; a second post with the same key returns the first. */
  key: string;
  markdown: string;
  /** Only these people see it where the vendor supports that; null = everybody in the conversation. */
  onlyFor: string[] | null;
  buttons: MessageButton[];
  pin: boolean;
}

/** What a provider left undone beside the main thing because its vendor does not offer it there, as a sentence for people that names the remedy if there is one. */
export interface Lack {
  lacking: string;
}

/** Chat of an incident. What only helps (topic, links, summary, list of participants) may be answered as lacking instead of failing. Members marked `?` are offered by some providers only; callers ask whether they are there. */
export interface ConversationCapability {
  create(input: Mark & { name: string; topic: string; private: boolean }): Promise<VendorObject>;
  rename(externalId: string, name: string): Promise<VendorObject>;
  setTopic(externalId: string, topic: string): Promise<Lack | void>;
  setBookmarks(externalId: string, links: { title: string; url: string }[]): Promise<Lack | void>;
  /** Adds all who can be added; those who cannot are returned with the reason, and never fail the others. */
  addMembers(externalId: string, people: VendorPerson[]): Promise<PeopleResult>;
  /** Somebody who is no member is no error. */
  removeMember(externalId: string, email: string): Promise<void>;
  /** E-mail addresses of all members, however many pages the vendor makes of them. */
  members(externalId: string): Promise<string[]>;
  post(externalId: string, message: OutgoingMessage): Promise<{ messageId: string }>;
  /** Keeps everything, takes no more posts; an archived one stays so without an error. */
  archive(externalId: string): Promise<void>;
  unarchive(externalId: string): Promise<void>;
  setPrivate(externalId: string, isPrivate: boolean): Promise<void>;
  /** Replaces a message that {@link ConversationCapability.post} made. */
  edit?(externalId: string, messageId: string, message: OutgoingMessage): Promise<void>;
  /** A message to one person outside any conversation. `not-found` when the vendor does not know the person. */
  direct?(person: VendorPerson, message: OutgoingMessage): Promise<{ messageId: string }>;
  /** Who wrote when since `since` (ISO), oldest first, all pages: what costs and summaries are made from. */
  activity?(externalId: string, since: string): Promise<{ email: string; at: string }[]>;
  /** The one message that always says how things stand: made and pinned when there is none, changed in place when it says something else. Whatever happens, there is one. */
  showSummary?(externalId: string, cards: Card[]): Promise<Lack | void>;
  /** The page beside the messages that says who takes part (Markdown): made when there is none, replaced when it says something else. A page that people made is left alone. */
  showParticipants?(externalId: string, page: { title: string; markdown: string }): Promise<Lack | void>;
}

/**
 * Documents made from templates whose `{{placeholder}}`s stay live. Values are Markdown fragments, already escaped; a provider whose
 * documents are not Markdown converts them.
 */
export interface DocumentCapability {
  /**
   * `template` is Markdown; a provider that copies its own templates uses `templateId` when there is one. `folderId` is the external id of
   * the incident's storage when the same provider made it, else null.
   */
  create(
    input: Mark & {
      kind: 'incident' | 'review' | 'executive';
      title: string;
      folderId: string | null;
      template: string;
      templateId?: string | null;
      values: Record<string, string>;
      private: boolean;
    },
  ): Promise<VendorObject>;
  /** Re-renders the placeholders; text that people wrote is never touched. */
  refresh(externalId: string, values: Record<string, string>): Promise<void>;
  /** The document's text as Markdown. */
  read(externalId: string): Promise<string>;
  /** Who may open it, as `private` of {@link DocumentCapability.create}; absent where that follows from the folder or the incident. Repeating it is no error. */
  setPrivate?(externalId: string, isPrivate: boolean): Promise<void>;
}

/** Folder of an incident's files. */
export interface StorageCapability {
  createFolder(
    input: Mark & { name: string; private: boolean; subfolders?: string[] },
  ): Promise<VendorObject>;
  /** Lets all in who can be let in; the others are returned with the reason. */
  share(externalId: string, people: VendorPerson[]): Promise<PeopleResult>;
  /** Somebody without access is no error. */
  unshare(externalId: string, email: string): Promise<void>;
  setReadOnly(externalId: string, readOnly: boolean): Promise<void>;
  /** Who may look into it, as `private` of {@link StorageCapability.createFolder}, with everything in it. Repeating it is no error. */
  setPrivate?(externalId: string, isPrivate: boolean): Promise<void>;
  /** Lets the whole organization read (closing an open incident) or takes that back. */
  setOpen?(externalId: string, open: boolean): Promise<void>;
}

/** Tickets; the ticket's name becomes the incident's key. */
export interface TicketCapability {
  /** `reservedKey` is the key the incident already answers to; a provider without numbering of its own adopts it. */
  create(
    input: Mark & { reservedKey: string; brief: IncidentBrief; metadata: Record<string, unknown> },
  ): Promise<VendorObject>;
  /** Title, people, links and stage follow the incident; `metadata` is the incident type's when the type changed. A stage that the vendor's process does not know is `invalid` and named. */
  update(externalId: string, brief: IncidentBrief, metadata?: Record<string, unknown>): Promise<void>;
  createTask(
    input: Mark & {
      taskId: string;
      title: string;
      description: string;
      assignee: VendorPerson | null;
      incidentKey: string;
      metadata?: Record<string, unknown>;
    },
  ): Promise<VendorObject>;
  updateTask?(
    externalId: string,
    task: { title: string; description: string; assignee: VendorPerson | null; done: boolean },
  ): Promise<void>;
}

/** A meeting at a time, with what a calendar entry (RFC 5545) needs. Times ISO; `sequence` counts the changes of time or title. */
export interface Meeting {
  uid: string;
  sequence: number;
  title: string;
  description: string;
  startsAt: string;
  endsAt: string;
  url: string | null;
  attendees: VendorPerson[];
}

/** Video conferences. */
export interface ConferenceCapability {
  /** `name` is the incident's key, `project` its project; `passcode` is what people type to get in, where the link does not carry it. */
  create(
    input: Mark & {
      name: string;
      project?: string;
      title: string;
      description: string;
      people: VendorPerson[];
    },
  ): Promise<VendorObject & { passcode?: string | null }>;
  /** A meeting at a time (the review); `startsAt` ISO. The same mark with another time moves the meeting that is there. */
  schedule(
    input: Mark & {
      name?: string;
      project?: string;
      title: string;
      description: string;
      startsAt: string;
      minutes: number;
      people: VendorPerson[];
    },
  ): Promise<VendorObject & { meeting: Meeting }>;
  /** Adds people to the calendar entry or the meeting, where the vendor has such a list. */
  addPeople?(externalId: string, people: VendorPerson[]): Promise<PeopleResult>;
  /** Takes somebody off that list; who is not on it is no error. */
  removePerson?(externalId: string, email: string): Promise<void>;
}

/** On-call rotations and paging. */
export interface OncallCapability {
  /** Who is on call for the service now; null when nobody is. */
  current(serviceExternalId: string, at: string): Promise<VendorPerson | null>;
  /** Who takes over after the present shift; null when nobody does or that is not known. */
  next(serviceExternalId: string, at: string): Promise<VendorPerson | null>;
  /** The present shift with its bounds (ISO); null when nobody is on call. */
  shift?(
    serviceExternalId: string,
    at: string,
  ): Promise<{ person: VendorPerson; startsAt: string; endsAt: string; schedule: string | null } | null>;
  serviceUrl?(serviceExternalId: string): Promise<string | null>;
  /** Wakes the person. The mark is the vendor's deduplication key: twice the same mark is one page. */
  page(
    input: Mark & { serviceExternalId: string; person: VendorPerson; brief: IncidentBrief },
  ): Promise<{ pageId: string; url: string | null }>;
  /** Whether the page was taken. */
  pageState?(pageId: string): Promise<'pending' | 'accepted' | 'declined'>;
}

/** Mailing lists or groups of participants. */
export interface ParticipantGroupCapability {
  create(
    input: Mark & { name: string; description: string; people: VendorPerson[] },
  ): Promise<VendorObject & { address: string | null }>;
  /** Adds all who can be added; the others are returned with the reason. */
  addMembers(externalId: string, people: VendorPerson[]): Promise<PeopleResult>;
  removeMember(externalId: string, email: string): Promise<void>;
  /** All members, however many pages. */
  members(externalId: string): Promise<string[]>;
}

/** Directory look-ups. */
export interface ContactCapability {
  find(
    email: string,
  ): Promise<{
    email: string;
    name: string;
    title: string | null;
    team: string | null;
    department: string | null;
    location: string | null;
    url: string | null;
  } | null>;
}

/** An e-mail to be sent once; `messageId` is ours and goes into the Message-ID header. */
export interface OutgoingEmail {
  messageId: string;
  to: VendorPerson;
  subject: string;
  html: string;
  text: string;
  /** Overrides the plugin's `replyTo`. */
  replyTo?: string;
  /** Message-ID of the first mail about the same thing, so that mail programs show one thread. */
  threadId?: string;
  /** A calendar entry (text/calendar) that goes along. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; ics: string };
}
/** E-mail. */
export interface EmailCapability {
  send(mail: OutgoingEmail): Promise<{ providerId: string | null }>;
}

/** Tasks found in vendor objects (document comments). */
export interface TaskCapability {
  /** Tasks changed since `since` (ISO), all pages; a provider that cannot tell answers all. `assignee` is an e-mail address. */
  list(
    externalId: string,
    since: string,
  ): Promise<
    { taskId: string; title: string; assignee: string | null; resolved: boolean; url: string | null }[]
  >;
  /** A task that is resolved already is no error. */
  resolve(externalId: string, taskId: string): Promise<void>;
  reopen?(externalId: string, taskId: string): Promise<void>;
}
/** Watches links that people post. */
export interface MonitorCapability {
  matchers(): string[];
  status(url: string, since: string | null): Promise<{ title: string; state: string } | null>;
}
/** Automation that people start. */
export interface RunbookCapability {
  run(
    runbookId: string,
    params: Record<string, string>,
    mark: Mark,
  ): Promise<{ runId: string; url: string | null }>;
  status(
    runId: string,
  ): Promise<{
    state: 'running' | 'succeeded' | 'failed';
    url: string | null;
    artifacts?: { name: string; url: string }[];
  }>;
}
/** Finds who should join. */
export interface ParticipantResolverCapability {
  resolve(brief: IncidentBrief): Promise<{ person: VendorPerson; role: Role; reason: string }[]>;
}
/** Text generation. */
export interface AiCapability {
  complete(input: { system: string; prompt: string; maxTokens: number }): Promise<string>;
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
