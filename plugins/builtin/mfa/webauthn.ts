import type { AuthenticationResponseJSON, RegistrationResponseJSON, WebAuthnCredential } from '@simplewebauthn/server';
import { z } from 'zod';
import type { MfaAnswer, MfaBegun, MfaFactor, MfaPerson, MfaVerdict } from '../../contract.ts';

/** What the product is to a key: its address, and the host name that keys are bound to. */
export interface Site {
  origin: string;
  host: string;
}

// Loaded when the first key is used: the library brings certificates' code that nothing else needs.
const library = () => import('@simplewebauthn/server');

const Kept = z.object({ credentialId: z.string(), publicKey: z.string(), counter: z.number(), transports: z.array(z.string()).default([]) });
type Kept = z.infer<typeof Kept>;
const State = z.object({ challenge: z.string() });

const WRONG = 'The key was not accepted. Use one that is registered here, at the address where it was registered, and try again.';

const keptOf = (factors: readonly MfaFactor[]): { id: string; kept: Kept }[] =>
  factors.flatMap(({ id, data }) => {
    const kept = Kept.safeParse(data);
    return kept.success ? [{ id, kept: kept.data }] : [];
  });

const allowed = (factors: readonly MfaFactor[]) => keptOf(factors).map(({ kept }) => ({ id: kept.credentialId, transports: kept.transports }));

/** The site of the product's address. */
export function siteOf(webUrl: string): Site {
  const { origin, hostname } = new URL(webUrl);
  return { origin, host: hostname };
}

/** Options for `navigator.credentials.create` (WebAuthn Level 3): a key or passkey that this person has not registered yet; no attestation is asked for. */
export async function beginKey(site: Site, person: MfaPerson, factors: readonly MfaFactor[]): Promise<MfaBegun> {
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: 'Dispatch',
    rpID: site.host,
    userName: person.email,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(person.id),
    attestationType: 'none',
    excludeCredentials: allowed(factors),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  return { ask: { kind: 'webauthn', options: { ...options } }, state: { challenge: options.challenge } };
}

/** Checks what the key answered: our challenge, our address, and a signature by the key it announces. */
export async function finishKey(site: Site, state: Record<string, unknown>, answer: MfaAnswer): Promise<{ ok: true; data: Record<string, unknown> } | { ok: false; reason: string }> {
  const asked = State.safeParse(state);
  if (answer.kind !== 'webauthn' || !asked.success) return { ok: false, reason: WRONG };
  const { verifyRegistrationResponse } = await library();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer.credential as unknown as RegistrationResponseJSON,
      expectedChallenge: asked.data.challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
    });
    if (!verified) return { ok: false, reason: WRONG };
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return { ok: true, data: { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports } };
  } catch (error) {
    return { ok: false, reason: refusal(error) };
  }
}

/** Options for `navigator.credentials.get`: any of the person's keys. */
export async function askKey(site: Site, factors: readonly MfaFactor[]): Promise<MfaBegun> {
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({ rpID: site.host, allowCredentials: allowed(factors), userVerification: 'preferred' });
  return { ask: { kind: 'webauthn', options: { ...options } }, state: { challenge: options.challenge } };
}

/** Checks a signature by one of the person's keys; a counter that does not rise means a copied key and is refused (WebAuthn section 6.1.1). */
export async function verifyKey(input: { site: Site; factors: readonly MfaFactor[]; state: Record<string, unknown> | null; answer: MfaAnswer }): Promise<MfaVerdict> {
  const { site, factors, answer } = input;
  const asked = State.safeParse(input.state);
  if (answer.kind !== 'webauthn' || !asked.success) return { ok: false, reason: WRONG };
  const found = keptOf(factors).find(({ kept }) => kept.credentialId === answer.credential['id']);
  if (!found) return { ok: false, reason: WRONG };
  const { verifyAuthenticationResponse } = await library();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer.credential as unknown as AuthenticationResponseJSON,
      expectedChallenge: asked.data.challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
      credential: credentialOf(found.kept),
    });
    if (!verified) return { ok: false, reason: WRONG };
    return { ok: true, factorId: found.id, data: { ...found.kept, counter: authenticationInfo.newCounter } };
  } catch (error) {
    return { ok: false, reason: refusal(error) };
  }
}

function credentialOf({ credentialId, publicKey, counter, transports }: Kept): WebAuthnCredential {
  return { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter, transports };
}

// The library says by exceptions what is wrong with an answer; only the wrong address is of use to the person.
function refusal(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  return /origin|RP ID/i.test(text) ? 'The key belongs to another address of Dispatch. Open Dispatch at its own address (DISPATCH_UI_URL) and try again.' : WRONG;
}
