import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { NavItem } from '../nav.ts';
import styles from './shell.module.css';
import { Waiting } from './waiting.tsx';

/** Says what an icon of the folded navigation is; nothing while its words are there. */
export function Tip({ folded, label, children }: { folded: boolean; label: string; children: React.ReactElement }) {
  return (
    <Tooltip label={label} position="right" disabled={!folded} openDelay={100}>
      {children}
    </Tooltip>
  );
}

/** One entry of the navigation, with a short count beside it, or how many wait there for a decision. */
export function NavLink({ item, folded, count, waiting = 0 }: { item: NavItem; folded: boolean; count: string | undefined; waiting?: number | undefined }) {
  const Icon = item.icon;
  const label = waiting > 0 ? `${item.label}, ${waiting} waiting` : item.label;
  return (
    <Tip folded={folded} label={label}>
      <Link to={item.to} className={styles.item} activeOptions={{ exact: item.to === '/', includeSearch: false }} aria-label={folded ? label : undefined}>
        <Icon aria-hidden="true" />
        <span className={styles.wide}>{item.label} </span>
        {count !== undefined && <span className={styles.count}>{count}</span>}
        <Waiting count={waiting} />
      </Link>
    </Tip>
  );
}
