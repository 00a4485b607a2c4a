import { useRenewal } from '../sign-in/renewal.ts';
import { useSession } from '../api/session.ts';
import { useZone } from '../ui/preferences.ts';
import { formatClock } from '../ui/time-format.ts';
import styles from './shell.module.css';

/** Says what people must know about their session: that nobody has to sign in here, or that theirs ends and could not be renewed unseen. */
export function SessionBanners() {
  const { authentication, person } = useSession();
  const endsAt = useRenewal();
  const zone = useZone();
  return (
    <>
      {!authentication.enabled && (
        <div className={styles.warning} role="note">
          <strong>Authentication is off.</strong> Everybody who reaches this address is <bdi>{person.email}</bdi>, an owner. <span>Choose a way to sign in before others can reach it.</span>
        </div>
      )}
      {endsAt !== null && (
        <div className={styles.warning} role="status">
          <strong>Your session ends at {formatClock(endsAt, zone)}.</strong> What you type is kept on this device. <a href={`/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`}>Sign in again now</a>
        </div>
      )}
    </>
  );
}
