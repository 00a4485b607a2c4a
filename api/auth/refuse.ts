import { DomainError } from '../../domain/errors.ts';

/** The refusal of a proof of identity that was offered and is not believed; `text` is for a person and holds nothing of the proof. */
export function notBelieved(text: string): DomainError {
  return new DomainError('not-signed-in', text);
}

/** The refusal while a part of the sign-in provider does not answer; trying again may help. */
export function providerSilent(what: string): DomainError {
  return new DomainError('unavailable', `${what} cannot be read at the moment, so it cannot be checked who you are. Try again in a minute; if it stays like this, tell an administrator.`);
}
