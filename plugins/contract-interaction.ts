import type { FormValues, SearchSource } from '../domain/interactions/types.ts';
import type { InboundPerson } from './contract-inbound.ts';

export type * from '../domain/interactions/types.ts';

/** Where somebody did something. */
export interface InteractionPlace {
  person: InboundPerson;
  /** The conversation it was done in; null = elsewhere. */
  conversationId: string | null;
  /** Same id = same act: what it changes is changed once. */
  actId: string;
}
/** What somebody asks for. */
export type InteractionRequest = InteractionPlace &
  (
    | { kind: 'command'; text: string }
    | { kind: 'button'; action: string; value: string }
    /** A shortcut from anywhere, or on a message. */
    | { kind: 'shortcut'; name: string; message: { messageId: string; author: InboundPerson; markdown: string; at: string; url: string | null } | null }
    | { kind: 'form'; form: string; context: string; values: FormValues }
    /** A field that others depend on was changed. */
    | { kind: 'form-changed'; form: string; context: string; values: FormValues }
    | { kind: 'options'; source: SearchSource; query: string; context: string }
    | { kind: 'home' }
    | { kind: 'preview'; url: string }
  );
