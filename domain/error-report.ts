import { scrubText } from './scrub.ts';

/** The parts of an error report that may hold more than they should; its other fields are ids and names. */
export interface ErrorReport {
  message?: string | undefined;
  contexts?: object | undefined;
  exception?: { values?: readonly ReportedError[] | undefined } | undefined;
}
interface ReportedError {
  type?: string | undefined;
  value?: string | undefined;
  mechanism?: { type: string; handled?: boolean | undefined } | undefined;
  stacktrace?: { frames?: readonly object[] | undefined } | undefined;
}

/** Fields that may leave as they are. https://develop.sentry.dev/sdk/foundations/transport/event-payloads/ */
const FIELDS = new Set(['event_id', 'timestamp', 'level', 'platform', 'environment', 'release', 'tags', 'sdk', 'debug_meta', 'type']);
const CONTEXTS = new Set(['runtime', 'os', 'app', 'browser', 'trace']);
const FRAME_FIELDS = new Set(['filename', 'module', 'function', 'lineno', 'colno', 'in_app', 'platform', 'debug_id']);

/**
 * What of a Sentry event may leave the product: release, tags and ids, and of each error its type, its scrubbed message and where it was thrown. It is a list of
 * what may, not of what may not, so that what a later version of Sentry's packages collects stays here too.
 */
export function onlyWhatHelps<E extends ErrorReport>(event: E): E {
  const { message, contexts, exception } = event;
  const errors = exception?.values?.map(withoutTexts);
  const report = {
    ...only(FIELDS, event),
    ...(message === undefined ? {} : { message: scrubText(message) }),
    ...(contexts === undefined ? {} : { contexts: only(CONTEXTS, contexts) }),
    ...(errors === undefined ? {} : { exception: { values: errors } }),
  };
  return report as unknown as E;
}

function withoutTexts({ type, value, mechanism, stacktrace }: ReportedError): ReportedError {
  const frames = stacktrace?.frames?.map((frame) => only(FRAME_FIELDS, frame));
  return {
    ...(type === undefined ? {} : { type }),
    ...(value === undefined ? {} : { value: scrubText(value) }),
    ...(mechanism === undefined ? {} : { mechanism: { type: mechanism.type, handled: mechanism.handled } }),
    ...(frames === undefined ? {} : { stacktrace: { frames } }),
  };
}

function only(names: ReadonlySet<string>, values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => names.has(name) && value !== undefined));
}
