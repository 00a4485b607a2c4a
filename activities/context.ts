import { Context } from '@temporalio/activity';

/** The running activity's context; null outside of a worker (a test that calls the function by itself). */
export function activityContext(): Context | null {
  try {
    return Context.current();
  } catch {
    return null;
  }
}
