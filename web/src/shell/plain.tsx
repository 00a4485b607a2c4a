import { Outlet } from '@tanstack/react-router';
import { useSession } from '../api/session.ts';
import { useLive } from '../live/use-live.ts';
import { LiveIndicator } from './live-indicator.tsx';
import { Logo } from './logo.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import styles from './plain.module.css';
import { SessionBanners } from './session-banners.tsx';

/** The frame of pages for people who only report: the mark, the organization's name, and nothing to get lost in. */
export function Plain() {
  const { organization } = useSession();
  useLive(organization.slug);
  return (
    <div className={styles.plain}>
      <header className={styles.head}>
        <Logo />
        <strong>{organization.name}</strong>
        <span style={{ marginLeft: 'auto' }}>
          <LiveIndicator />
        </span>
      </header>
      <main id="page">
        <SessionBanners />
        <OfflineBanner />
        <Outlet />
      </main>
    </div>
  );
}
