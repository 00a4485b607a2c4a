import { Drawer, UnstyledButton } from '@mantine/core';
import { IconChecklist, IconCirclePlus, IconDots, IconFlame, IconHome } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../api/session.ts';
import { Avatar, nameOf } from '../ui/person.tsx';
import { AccountMenu } from './account-menu.tsx';
import { openPalette } from './overlays.ts';
import styles from './shell.module.css';
import { useNav } from './use-nav.ts';

/** A phone's navigation: the four things done from a phone, and the rest behind More. */
export function BottomBar() {
  const { person } = useSession();
  const [more, setMore] = useState(false);
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
        </button>
      </nav>
      <Drawer opened={more} onClose={() => setMore(false)} position="bottom" size="auto" title="More">
        {rest.map((item) => (
          <Link key={item.to} to={item.to} className={styles.account} onClick={() => setMore(false)}>
            <item.icon size={20} aria-hidden="true" /> {item.label}
          </Link>
        ))}
        <UnstyledButton
          className={styles.account}
          onClick={() => {
            setMore(false);
            openPalette();
          }}
        >
          Search or run anything
        </UnstyledButton>
        <AccountMenu>
          <UnstyledButton className={styles.account}>
            <Avatar person={person} /> <bdi>{nameOf(person)}</bdi>
          </UnstyledButton>
        </AccountMenu>
      </Drawer>
    </>
  );
}
