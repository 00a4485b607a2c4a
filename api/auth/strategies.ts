import CustomStrategy from 'passport-custom';
import type { Request } from 'express';
import { DomainError } from '../../domain/errors.ts';
import type { Identity } from './identity.ts';

/** One way of telling who calls: answers the identity, or null when the request does not use this way. Throws a DomainError when a proof is offered and not believed. */
export type Identify = (request: Request) => Promise<Identity | null>;

type Done = (error: unknown, user?: object | false, info?: unknown) => void;

// A refusal is passport's `info`, not an error: another way may still tell who calls, and public routes are answered anyway.
async function tell(asking: Promise<Identity | null>, done: Done): Promise<void> {
  try {
    done(null, (await asking) ?? false);
  } catch (error) {
    if (error instanceof DomainError) done(null, false, error);
    else done(error);
  }
}

/** A passport strategy that asks `identify`. */
export function strategyOf(identify: Identify): CustomStrategy {
  return new CustomStrategy((request, done) => {
    void tell(identify(request), done);
  });
}

/** The token of `Authorization: Bearer <token>`, or null. */
export function bearerOf(request: Pick<Request, 'headers'>): string | null {
  return /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
