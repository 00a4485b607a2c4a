import { Link } from '@tanstack/react-router';
import { routes } from '../../../api/contract/index.ts';
import { useApi } from '../api/hooks.ts';
import { useMay } from '../api/session.ts';
import styles from '../shell/shell.module.css';

/** Leads managers and above to a second factor while the organization wants one of them and they have none. */
export function EnrolNotice() {
  const manages = useMay('manager');
  const { data } = useApi(routes.secondFactor.status, {}, { enabled: manages });
  if (data?.mustEnrol !== true) return null;
  return (
    <div className={styles.warning} role="note">
      <strong>Set up a second factor.</strong> Your organization wants one for what is sensitive. <Link to="/account" hash="second-factor">It takes a minute</Link>
    </div>
  );
}
