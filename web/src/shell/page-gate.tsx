import { Outlet, useMatches } from '@tanstack/react-router';
import { routes } from '../../../api/contract/index.ts';
import { useApi } from '../api/hooks.ts';
import { useSession } from '../api/session.ts';
import { Tag } from '../ui/facts.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Person } from '../ui/person.tsx';
import { refusedPage } from './page-access.ts';
import styles from './page-gate.module.css';

/** The page at this address, or in its place one that says who may open it: a page never stands there with controls that the API refuses. */
export function PageGate() {
  const { person } = useSession();
  const path = useMatches({ select: (matches) => matches.at(-1)?.fullPath ?? '' });
  const refused = refusedPage(path, person);
  return refused === undefined ? <Outlet /> : <NoAccess {...refused} />;
}

function NoAccess({ name, about, needed }: { name: string; about: string; needed: string }) {
  const { person, organization } = useSession();
  // Whoever may change access levels: nobody below an administrator gives one.
  const { data } = useApi(routes.settings.people.list, { query: { accessLevel: 'owner,admin', state: 'member', limit: 5 } });
  return (
    <Page title={name} narrow>
      <p className={styles.text}>{about}</p>
      <p className={styles.text}>
        This page needs the access level {needed}{needed === 'owner' ? '' : ' or higher'}; yours in <bdi>{organization.name}</bdi> is {person.accessLevel}.
      </p>
      {data && data.data.length > 0 && (
        <div className={styles.people}>
          <Section title="Who could change that">
            <ul>
              {data.data.map((each) => (
                <li key={each.id}>
                  <Person person={each} /> <Tag>{each.accessLevel}</Tag>
                  <a href={`mailto:${each.email}`}>{each.email}</a>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      )}
      <LinkButton to="/">Open my work</LinkButton>
    </Page>
  );
}
