import { isGrpcServiceError, ServiceError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { DomainError, PROBLEMS, type FieldProblem, type ProblemCode } from '../domain/errors.ts';

// Numbers of gRPC's status codes.
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const RESOURCE_EXHAUSTED = 8;
const ABORTED = 10;
const UNAVAILABLE = 14;

const isCode = (type: string | null | undefined): type is ProblemCode => typeof type === 'string' && Object.hasOwn(PROBLEMS, type);

function isField(value: unknown): value is FieldProblem {
  return typeof value === 'object' && value !== null && 'pointer' in value && typeof value.pointer === 'string' && 'detail' in value && typeof value.detail === 'string';
}

/** The gRPC status of an error, wherever in its chain of causes it stands; null when there is none. */
export function grpcCode(error: unknown): number | null {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && error.cause !== undefined ? grpcCode(error.cause) : null;
}

/** True when the engine cannot be reached or does not answer in time. */
export function isOutage(error: unknown): boolean {
  const code = grpcCode(error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return code === UNAVAILABLE || code === DEADLINE_EXCEEDED || (error instanceof ServiceError && code === null);
}

/** True when the run ended (continued as new, or just completed) while the command was on its way, so that sending it again reaches the next run. */
export function isBetweenRuns(error: unknown): boolean {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) return error.cause.type === 'AcceptedUpdateCompletedWorkflow';
  const code = grpcCode(error);
  return error instanceof WorkflowNotFoundError || code === NOT_FOUND || code === ABORTED;
}

/** The refusal that a workflow answered with; null when it is not one that people are meant to read. */
export function refusalOf(error: unknown): DomainError | null {
  const failure = error instanceof WorkflowUpdateFailedError ? error.cause : error;
  if (!(failure instanceof ApplicationFailure) || !isCode(failure.type)) return null;
  const fields: unknown = failure.details?.[0];
  return new DomainError(failure.type, failure.message, Array.isArray(fields) ? fields.filter(isField) : []);
}

/** True when the same command, sent once more in a moment, may well be answered: between two runs, or when the server was busy or just restarted. */
export function mayTryAgain(error: unknown): boolean {
  const code = grpcCode(error);
  return isBetweenRuns(error) || code === UNAVAILABLE || code === RESOURCE_EXHAUSTED;
}
