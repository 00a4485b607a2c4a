import type { VendorPerson } from './contract-facts.ts';

/** How people answer: with digits they read or type, with a key or passkey through the browser, or on pages of the provider. */
export type MfaKind = 'code' | 'webauthn' | 'redirect';

/** One kind of second factor that a provider offers; `id` is stored with every factor, so it never changes. */
export interface MfaMethod {
  id: string;
  /** As people read it, e.g. `Authenticator app`. */
  name: string;
  kind: MfaKind;
  /** True when a person may have several, e.g. keys. */
  several: boolean;
}

/** The person who proves who they are; `id` is the product's. */
export interface MfaPerson extends VendorPerson {
  id: string;
}

/** One factor of a person. `data` is what the provider asked to keep, JSON; the product encrypts it and never looks inside. */
export interface MfaFactor {
  id: string;
  method: string;
  data: Record<string, unknown>;
}

/** What the web shows or does so that the person can answer. `uri` (otpauth:) and `secret` come only when a code generator is set up. */
export type MfaAsk =
  | { kind: 'code'; digits: number; secret?: string; uri?: string }
  | { kind: 'webauthn'; options: Record<string, unknown> }
  | { kind: 'redirect'; url: string; state: string };

/** What came back. `credential` is the browser's PublicKeyCredential as JSON (WebAuthn Level 3). */
export type MfaAnswer =
  | { kind: 'code'; code: string }
  | { kind: 'webauthn'; credential: Record<string, unknown> }
  | { kind: 'redirect'; state: string; code: string };

/** What was asked and what the provider needs to check the answer; `state` is kept secret by the product until then, once. */
export interface MfaBegun {
  ask: MfaAsk;
  state: Record<string, unknown>;
}

/** Whether the answer is right. `data` replaces what is kept of the factor `factorId`; `reason` is a sentence for the person. */
export type MfaVerdict =
  | { ok: true; factorId: string; data: Record<string, unknown> }
  | { ok: false; reason: string };

/**
 * Second factors. A provider is pure: it keeps nothing, because the product stores factors and states. A wrong answer is a verdict; trouble
 * with the vendor is a `VendorError`.
 */
export interface MfaCapability {
  methods(): readonly MfaMethod[];
  /** `factors` are those the person has with this provider already. */
  beginEnrolment(input: { method: string; person: MfaPerson; factors: readonly MfaFactor[] }): Promise<MfaBegun>;
  /** `data` is what to keep of the new factor. */
  finishEnrolment(input: {
    method: string;
    person: MfaPerson;
    state: Record<string, unknown>;
    answer: MfaAnswer;
  }): Promise<{ ok: true; data: Record<string, unknown> } | { ok: false; reason: string }>;
  /** Only for methods that are not of kind `code`: a code needs no question. */
  beginChallenge(input: { method: string; person: MfaPerson; factors: readonly MfaFactor[] }): Promise<MfaBegun>;
  /** `factors` are those of this method; `state` is null for codes. The product calls it once per state. */
  verify(input: {
    method: string;
    person: MfaPerson;
    factors: readonly MfaFactor[];
    state: Record<string, unknown> | null;
    answer: MfaAnswer;
  }): Promise<MfaVerdict>;
}
