import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconSettings } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { type NavItem, settingsByGroup } from '../nav.ts';
import { setSettingsOpen, useSettingsOpen } from '../ui/preferences.ts';
import { NavLink, Tip } from './nav-link.tsx';
import styles from './shell.module.css';

type Props = { items: readonly NavItem[]; folded: boolean; waiting: Record<string, number> };

/** The settings in the navigation: folded away behind one entry until they are wanted, and open on their own pages; where somebody waits stays to be seen either way. */
export function SettingsMenu({ items, folded, waiting }: Props) {
  const [open, toggle] = useOpen();
  if (items.length === 0) return null;
  const link = (item: NavItem) => <NavLink key={item.to} item={item} folded={folded} count={undefined} waiting={waiting[item.to]} />;
  return (
    <>
      <Tip folded={folded} label="Settings">
        <UnstyledButton className={`${styles.item} ${styles.settings}`} onClick={toggle} aria-expanded={open} aria-label={folded ? 'Settings' : undefined}>
          <IconSettings aria-hidden="true" />
          <span className={styles.wide}>Settings</span>
          <IconChevronDown className={styles.chevron} aria-hidden="true" />
        </UnstyledButton>
      </Tip>
      <div className={styles.settingsItems}>
        {!open && items.filter(({ to }) => (waiting[to] ?? 0) > 0).map(link)}
        {open &&
          settingsByGroup(items).map(({ id, label, entries }) => (
            <Fragment key={id}>
              <div className={styles.heading}>{label}</div>
              {entries.map(link)}
            </Fragment>
          ))}
      </div>
    </>
  );
}

function useOpen(): [boolean, () => void] {
  const wanted = useSettingsOpen();
  const inside = useRouterState({ select: (state) => state.location.pathname.startsWith('/settings/') });
  // Who folds them on one of their own pages means that visit, not every later one.
  const [visit, setVisit] = useState<{ inside: boolean; open: boolean } | undefined>(undefined);
  const open = visit?.inside === inside ? visit.open : wanted || inside;
  const toggle = (): void => {
    setVisit({ inside, open: !open });
    setSettingsOpen(!open);
  };
  return [open, toggle];
}
