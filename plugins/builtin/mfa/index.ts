import type { MfaCapability, MfaMethod, PluginContext } from '../../contract.ts';
import { beginTotp, finishTotp, verifyTotp } from './totp-factor.ts';
import { askKey, beginKey, finishKey, siteOf, verifyKey } from './webauthn.ts';

const METHODS: readonly MfaMethod[] = [
  { id: 'totp', name: 'Authenticator app', kind: 'code', several: true },
  { id: 'webauthn', name: 'Security key or passkey', kind: 'webauthn', several: true },
];

/** The product's own second factors: codes of an authenticator app (RFC 6238) and keys or passkeys (WebAuthn). */
export function builtinMfa({ webUrl, now, vendorError }: Pick<PluginContext, 'webUrl' | 'now' | 'vendorError'>): MfaCapability {
  const site = siteOf(webUrl);
  const unknown = (method: string) => vendorError('not-found', `Dispatch offers no second factor “${method}”`);
  return {
    methods: () => METHODS,
    async beginEnrolment({ method, person, factors }) {
      if (method === 'totp') return beginTotp(person);
      if (method === 'webauthn') return beginKey(site, person, factors.filter((factor) => factor.method === 'webauthn'));
      throw unknown(method);
    },
    async finishEnrolment({ method, state, answer }) {
      if (method === 'totp') return finishTotp(state, answer, now());
      if (method === 'webauthn') return finishKey(site, state, answer);
      throw unknown(method);
    },
    async beginChallenge({ method, factors }) {
      if (method === 'webauthn') return askKey(site, factors);
      throw unknown(method);
    },
    async verify({ method, factors, state, answer }) {
      if (method === 'totp') return verifyTotp(factors, answer, now());
      if (method === 'webauthn') return verifyKey({ site, factors, state, answer });
      throw unknown(method);
    },
  };
}
