import { IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useJoinRequests } from '../shell/join-requests.ts';
import { Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import styles from './home.module.css';

const MOST = 4;

/** Who waits to be let in, for those who decide; nothing when nobody waits. */
export function JoinRequests() {
  const requests = useJoinRequests();
  if (requests.length === 0) return null;
  return (
    <Section title="For you" note={<Link to="/settings/joining">{requests.length > MOST ? `All ${requests.length} requests` : 'Decide'}</Link>}>
      {requests.slice(0, MOST).map(({ id, name, email, createdAt }) => (
        <Link key={id} to="/settings/joining" className={styles.recent}>
          <IconUserPlus size={16} aria-hidden="true" className={styles.icon} />
          <span className={styles.grow}>
            <bdi>
              <bdi>{name}</bdi> asks to join
            </bdi>
            <small>{email}</small>
          </span>
          <span className={styles.fact}>
            <Time at={createdAt} />
          </span>
        </Link>
      ))}
    </Section>
  );
}
