import { Drawer, UnstyledButton } from '@mantine/core';
import { IconChecklist, IconCirclePlus, IconDots, IconFlame, IconHome, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../api/session.ts';
import { type NavItem, settingsByGroup } from '../nav.ts';
import { Avatar, nameOf } from '../ui/person.tsx';
import { AccountMenu } from './account-menu.tsx';
import { useNavWaiting } from './counts.ts';
import { openPalette } from './overlays.ts';
import sheet from './more.module.css';
import styles from './shell.module.css';
import { useNav } from './use-nav.ts';
import { Waiting } from './waiting.tsx';

/** A phone's navigation: the four things done from a phone, and the rest behind More. */
export function BottomBar() {
  const { person } = useSession();
  const [more, setMore] = useState(false);
  const waiting = useNavWaiting();
  const all = Object.values(waiting).reduce((sum, count) => sum + count, 0);
  const entry = (item: NavItem) => (
    <Link key={item.to} to={item.to} className={sheet.item} onClick={() => setMore(false)}>
      <item.icon size={20} aria-hidden="true" /> {item.label}
      <Waiting count={waiting[item.to] ?? 0} />
    </Link>
  );
  const rest = useNav().filter((item) => !['/', '/incidents', '/tasks'].includes(item.to));
  return (
    <>
      <nav className={styles.bottom} aria-label="Main, for phones">
        <Link to="/" activeOptions={{ exact: true }}>
          <IconHome aria-hidden="true" /> My work
        </Link>
        <Link to="/incidents">
          <IconFlame aria-hidden="true" /> Incidents
        </Link>
        <Link to="/declare" className={styles.bottomDeclare}>
          <IconCirclePlus aria-hidden="true" /> Declare
        </Link>
        <Link to="/tasks">
          <IconChecklist aria-hidden="true" /> Tasks
        </Link>
        <button type="button" onClick={() => setMore(true)} aria-expanded={more}>
          <IconDots aria-hidden="true" /> More
          <Waiting count={all} />
        </button>
      </nav>
      <Drawer opened={more} onClose={() => setMore(false)} position="bottom" size="auto" title="More">
        {rest.filter(({ group }) => group === 'work').map(entry)}
        <UnstyledButton
          className={sheet.item}
          onClick={() => {
            setMore(false);
            openPalette();
          }}
        >
          <IconSearch size={20} aria-hidden="true" /> Search or run anything
        </UnstyledButton>
        {settingsByGroup(rest).map(({ id, label, entries }) => (
          <section key={id} className={sheet.group}>
            <h3>{label}</h3>
            {entries.map(entry)}
          </section>
        ))}
        <AccountMenu>
          <UnstyledButton className={sheet.item}>
            <Avatar person={person} /> <bdi>{nameOf(person)}</bdi>
          </UnstyledButton>
        </AccountMenu>
      </Drawer>
    </>
  );
}
