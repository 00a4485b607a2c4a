import type { VendorPerson } from './contract-facts.ts';

/** Kinds of objects that the product keeps for itself. */
export type BuiltinObjectKind =
  | 'conversation'
  | 'document'
  | 'storage'
  | 'ticket'
  | 'conference'
  | 'group'
  | 'page';

/** One of the product's own objects; `data` is JSON whose shape belongs to the capability that wrote it. */
export interface BuiltinObject {
  id: string;
  incidentId: string;
  kind: string;
  name: string;
  data: Record<string, unknown>;
}

/** The product's own tables as `plugins/builtin` uses them; implemented in models. Every create adopts by `mark`. */
export interface BuiltinStore {
  /** One row per mark; creates when absent. Concurrency-safe: of two calls at once one creates, both answer the same row. */
  ensureObject(input: {
    mark: string;
    incidentId: string;
    kind: BuiltinObjectKind;
    name: string;
    data: Record<string, unknown>;
  }): Promise<{ id: string; name: string; data: Record<string, unknown>; created: boolean }>;
  /** Null when there is none of that id in this organization. */
  getObject(id: string): Promise<BuiltinObject | null>;
  /** Merges `data`; optional new name. */
  updateObject(id: string, change: { name?: string; data?: Record<string, unknown> }): Promise<void>;
  setMembers(id: string, change: { add?: VendorPerson[]; remove?: string[] }): Promise<void>;
  listMembers(id: string): Promise<string[]>;
  postMessage(input: {
    conversationId: string;
    key: string;
    markdown: string;
    onlyFor: string[] | null;
    buttons: { label: string; url: string }[];
    pin: boolean;
  }): Promise<{ messageId: string }>;
  /** Documents: body is Markdown with `{{placeholders}}`; values are kept beside it and rendered when read. */
  ensureDocument(input: {
    mark: string;
    incidentId: string;
    kind: 'incident' | 'review' | 'executive';
    title: string;
    body: string;
    values: Record<string, string>;
  }): Promise<{ id: string; created: boolean }>;
  setDocumentValues(id: string, values: Record<string, string>): Promise<void>;
  /** The document with its values rendered in. */
  readDocument(id: string): Promise<string>;
  /** The document as people edit it, placeholders unrendered, with the revision to send back; null when there is none of that id. */
  documentSource(id: string): Promise<{ body: string; revision: number } | null>;
  /** Saves a new revision written by the automation named `author`; `saved` false when somebody saved since `revision`. */
  saveDocumentSource(
    id: string,
    input: { body: string; revision: number; author: string },
  ): Promise<{ saved: boolean }>;
  /** Members of a built-in rotation; null when the service is unknown. */
  rotation(
    serviceId: string,
  ): Promise<{ people: VendorPerson[]; startsAt: string; hoursPerShift: number } | null>;
  findPerson(
    email: string,
  ): Promise<{
    email: string;
    name: string;
    title: string | null;
    team: string | null;
    department: string | null;
    location: string | null;
  } | null>;
}
