/** What goes wrong with a request. `drop-after` does the work and loses the answer; `drop-before` loses the request; `hang` never answers. */
export type Failure =
  | 'drop-after'
  | 'drop-before'
  | 'hang'
  | 'garbage'
  | 'huge'
  | { status: number; headers?: Record<string, string>; body?: unknown };

/** Which requests a plan is about; absent parts match everything. */
export interface Target {
  method?: string;
  path?: RegExp;
}

/** The failures to come, per target. */
export interface FailurePlan {
  /** The next requests that match fail, in this order; afterwards all is well again. */
  add(target: Target, failures: readonly Failure[]): void;
  /** The failure of this request, null = none. */
  take(method: string, path: string): Failure | null;
  clear(): void;
}

/** A plan without failures. */
export function createFailurePlan(): FailurePlan {
  let plans: { target: Target; failures: Failure[] }[] = [];
  const matches = ({ method, path }: Target, request: { method: string; path: string }) =>
    (method === undefined || method === request.method) && (path === undefined || path.test(request.path));
  return {
    add: (target, failures) => void plans.push({ target, failures: [...failures] }),
    take(method, path) {
      const plan = plans.find(
        (candidate) => candidate.failures.length > 0 && matches(candidate.target, { method, path }),
      );
      return plan?.failures.shift() ?? null;
    },
    clear() {
      plans = [];
    },
  };
}
