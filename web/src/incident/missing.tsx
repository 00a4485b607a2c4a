import { Button, Group } from '@mantine/core';
import { LinkButton } from '../ui/link-button.tsx';
import { Empty } from '../ui/empty.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import type { ApiProblem } from '../api/problem.ts';
import { switchOrganization, useSession } from '../api/session.ts';

/** What stands in the place of an incident that cannot be shown. */
export function Missing({ name, problem, onRetry }: { name: string; problem: ApiProblem; onRetry: () => void }) {
  return (
    <Page title={name}>
      {problem.status === 404 ? (
        <Empty
          title={`There is no incident ${name}`}
          action={
            <Group gap={8} justify="center">
              <LinkButton to="/incidents" variant="filled">
                See all incidents
              </LinkButton>
              <Elsewhere />
            </Group>
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

// Links in mails do not say which organization they belong to, so who has several may look in the others.
function Elsewhere() {
  const { organization, organizations } = useSession();
  const others = organizations.filter(({ slug }) => slug !== organization.slug);
  return others.map(({ slug, name }) => (
    <Button key={slug} onClick={() => switchOrganization(slug, window.location.pathname)}>
      Look in {name}
    </Button>
  ));
}
