import type { ReactNode } from 'react';
import { Logo } from '../shell/logo.tsx';
import { useTitle } from '../ui/page.tsx';
import styles from './auth.module.css';

/** The frame of the pages that somebody sees before being signed in. */
export function AuthFrame({ title, lead, foot, children }: { title: string; lead: ReactNode; foot?: ReactNode; children: ReactNode }) {
  useTitle(title);
  return (
    <main id="page" className={styles.page}>
      <div className={styles.box}>
        <div className={styles.mark}>
          <Logo />
        </div>
        <h1>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {children}
        {foot !== undefined && <p className={styles.foot}>{foot}</p>}
      </div>
    </main>
  );
}
