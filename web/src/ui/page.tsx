import type { ReactNode } from 'react';
import { useEffect } from 'react';
import styles from './layout.module.css';

/** A page's frame: its heading, a quiet word beside it, its actions at the right; sets the tab's title. `narrow` suits forms and texts. */
export function Page(props: { title: string; sub?: ReactNode; lead?: ReactNode; actions?: ReactNode; narrow?: boolean; children: ReactNode }) {
  const { title, sub, lead, actions, narrow = false, children } = props;
  useTitle(title);
  return (
    <div className={narrow ? `${styles.page} ${styles.narrow}` : styles.page}>
      <header className={styles.head}>
        <h1 tabIndex={-1}>{title}</h1>
        {sub !== undefined && <span className={styles.sub}>{sub}</span>}
        {actions !== undefined && <div className={styles.side}>{actions}</div>}
      </header>
      {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      {children}
    </div>
  );
}

/** Puts the page's name into the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Dispatch' : `${title} · Dispatch`;
  }, [title]);
}

/** A titled part of a page, with a quiet note or action at its right; `level` 2 stands directly under the page's heading. */
export function Section({ title, note, level = 2, children }: { title: string; note?: ReactNode; level?: 2 | 3; children: ReactNode }) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <Heading>{title}</Heading>
        {note !== undefined && <span>{note}</span>}
      </div>
      {children}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ items }: { items: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className={styles.facts}>
      {items.map(({ name, value }) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
