import { DomainError } from '../domain/errors.ts';

/** What people are told when a command could not be handed over, or nobody answered. `reached` = Temporal took it, but no worker answered. */
export function outageProblem(reached: boolean): DomainError {
  const text = reached
    ? 'The automation did not answer in time. The change may still happen: look at the incident before you ask again, or repeat the request with the same Idempotency-Key, which is carried out once. An administrator should check that a worker runs.'
    : 'The automation (Temporal) cannot be reached, so nothing was changed. Declaring, reading and the conversation still work. Try again in a moment; if it lasts, an administrator should check the Temporal server.';
  return new DomainError('unavailable', text);
}
