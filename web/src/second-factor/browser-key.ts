import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

// Loaded when somebody uses a key.
const library = () => import('@simplewebauthn/browser');

/** Whether this browser, at this address, can use keys and passkeys at all (only https and localhost can). */
export function hasKeys(): boolean {
  return window.isSecureContext && 'PublicKeyCredential' in window;
}

const WORDS: Record<string, string> = {
  NotAllowedError: 'The key was not used, or it took too long. Try again.',
  AbortError: 'The key was not used. Try again.',
  InvalidStateError: 'This key is set up here already.',
  SecurityError: 'Keys work only at the address of Dispatch itself. Open it there and try again.',
  NotSupportedError: 'This key cannot do what is needed. Use another one.',
};

/** A sentence for what the browser says went wrong with a key. */
export function keyTrouble(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  return WORDS[name] ?? 'The key could not be used. Try again, or use another way.';
}

/** Registers a key or passkey with the options that the API gave; what it answers goes back to the API. */
export async function createKey(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { startRegistration } = await library();
  return { ...(await startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON })) };
}

/** Lets the person use one of their keys; what it signs goes back to the API. */
export async function signWithKey(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { startAuthentication } = await library();
  return { ...(await startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON })) };
}
