import { LinkButton } from '../ui/link-button.tsx';
import { Empty } from '../ui/empty.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import type { ApiProblem } from '../api/problem.ts';

/** What stands in the place of an incident that cannot be shown. */
export function Missing({ name, problem, onRetry }: { name: string; problem: ApiProblem; onRetry: () => void }) {
  return (
    <Page title={name}>
      {problem.status === 404 ? (
        <Empty
          title={`There is no incident ${name}`}
          action={
            <LinkButton to="/incidents" variant="filled">
              See all incidents
            </LinkButton>
          }
        >
          It may never have existed, or it is restricted to its participants and you are not one of them.
        </Empty>
      ) : (
        <ProblemNotice error={problem} title="The incident cannot be shown" onRetry={onRetry} />
      )}
    </Page>
  );
}
