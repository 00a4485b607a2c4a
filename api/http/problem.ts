import type { Request, Response } from 'express';
import { DomainError, PROBLEMS, type FieldProblem, type ProblemCode } from '../../domain/errors.ts';
import type { StepUpOffer } from '../contract/second-factor.ts';
import { SecondFactorNeeded } from '../second-factor/refusal.ts';

/** Media type of every error answer (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** Body of an error answer. `type` is the problem's code as a relative reference; `instance` names the request. */
export interface ProblemBody {
  type: ProblemCode;
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  errors?: FieldProblem[];
  /** With `step-up-required` and `second-factor-required`: how the second factor can be proven. */
  stepUp?: StepUpOffer;
}

/** The id of a request as logs and problems carry it; empty before it has one. */
export function requestIdOf(request: Pick<Request, 'id'>): string {
  return typeof request.id === 'string' ? request.id : '';
}

/** Builds the problem of an error that the caller may read. */
export function problemOf(error: DomainError, requestId: string): ProblemBody {
  const { status, title } = PROBLEMS[error.code];
  const body: ProblemBody = { type: error.code, title, status, detail: error.message, instance: `urn:dispatch:request:${requestId}`, requestId };
  if (error.fields.length > 0) body.errors = error.fields;
  if (error instanceof SecondFactorNeeded) body.stepUp = error.offer;
  return body;
}

/** Answers with a problem. Does nothing when the answer has begun, because then its status is already out. */
export function sendProblem(request: Request, response: Response, error: DomainError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = problemOf(error, requestIdOf(request));
  response.status(body.status).set('cache-control', 'no-store').type(PROBLEM_TYPE).send(JSON.stringify(body));
}

/** A refusal of the request itself: names each field with its remedy; the sentence lists the first few for people who read no fields. */
export function invalidRequest(fields: FieldProblem[], lead = 'Please correct the request'): DomainError {
  const shown = fields.slice(0, 3).map((f) => `${f.pointer === '' ? 'body' : f.pointer} ${f.detail}`);
  const more = fields.length > 3 ? ` and ${fields.length - 3} more` : '';
  return new DomainError('invalid-request', `${lead}: ${shown.join('; ')}${more}.`, fields);
}
