import { Secret, TOTP } from 'otpauth';
import type { FactorAsk } from '../../../api/contract/second-factor.ts';
import type { Caller } from './api.ts';

/** The code that an authenticator app shows `steps` of 30 seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
}

/** A code that is none of those that count now. */
export function wrongCode(secret: string): string {
  const near = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? '';
}

/** An authenticator app that was set up; of three codes that count at a time the oldest is used, so two proofs can follow at once. */
export interface App {
  id: string;
  secret: string;
  recoveryCodes: string[];
}

/** Sets an authenticator app up for somebody, as the web does. */
export async function setUpApp(who: Pick<Caller, 'call'>, name = 'Phone'): Promise<App> {
  const begun = await who.call<{ challenge: string; ask: Extract<FactorAsk, { kind: 'code' }> }>('POST', '/account/second-factor/enrolments', { method: 'totp' });
  const secret = begun.body.ask.secret ?? '';
  const finish = () => who.call<{ factor: { id: string }; recoveryCodes: string[] | null }>('POST', '/account/second-factor/factors', { challenge: begun.body.challenge, name, answer: { kind: 'code', code: codeOf(secret, -1) } });
  let made = await finish();
  // The oldest code that counts may have aged on its way; the next one has not.
  if (made.status === 400) made = await finish();
  if (made.status !== 201) throw new Error(`the app was not set up: ${JSON.stringify(made.body)}`);
  return { id: made.body.factor.id, secret, recoveryCodes: made.body.recoveryCodes ?? [] };
}
