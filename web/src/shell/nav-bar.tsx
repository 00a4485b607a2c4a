import { UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSession } from '../api/session.ts';
import { initialsOf } from '../ui/initials.ts';
import { Avatar, nameOf } from '../ui/person.tsx';
import { AccountMenu } from './account-menu.tsx';
import { useNavCounts, useNavWaiting } from './counts.ts';
import { Logo } from './logo.tsx';
import { NavLink, Tip } from './nav-link.tsx';
import { openPalette } from './overlays.ts';
import { PALETTE_KEYS } from './palette-keys.ts';
import { SettingsMenu } from './settings-menu.tsx';
import styles from './shell.module.css';
import { useNav } from './use-nav.ts';
import { LinkButton } from '../ui/link-button.tsx';

/** The navigation at the left: words when there is room, icons with tips up to 1100 px; a phone has the bottom bar instead. */
export function NavBar() {
  const { person, organization } = useSession();
  const items = useNav();
  const counts = useNavCounts();
  const waiting = useNavWaiting();
  const folded = useMediaQuery('(max-width: 1100px)', undefined, { getInitialValueInEffect: false });
  return (
    <nav className={styles.nav} aria-label="Main">
      <Link to="/" className={styles.logo} aria-label={folded ? `Dispatch, ${organization.name}` : undefined}>
        <Logo />
        <span className={styles.wide}>Dispatch</span>
        <small className={styles.wide}>{organization.name}</small>
      </Link>
      {items.filter((item) => item.group === 'work').map((item) => (
        <NavLink key={item.to} item={item} folded={folded} count={counts[item.to]} />
      ))}
      <SettingsMenu items={items.filter((item) => item.group !== 'work')} folded={folded} waiting={waiting} />
      <div className={styles.foot}>
        <Tip folded={folded} label="Declare incident (C)">
          <LinkButton className={styles.declare} to="/declare" aria-label={folded ? 'Declare incident' : undefined}>
            {folded ? <IconPlus size={18} aria-hidden="true" /> : 'Declare incident'}
            <span className={styles.keyHint} aria-hidden="true">
              C
            </span>
          </LinkButton>
        </Tip>
        <Tip folded={folded} label="Search or run anything">
          <UnstyledButton className={styles.item} onClick={openPalette} aria-label={folded ? 'Search or run anything' : undefined}>
            <IconSearch aria-hidden="true" />
            <span className={styles.wide}>Search or run</span>
            <span className={styles.count} aria-hidden="true">{PALETTE_KEYS}</span>
          </UnstyledButton>
        </Tip>
        <AccountMenu>
          <UnstyledButton className={styles.account} aria-label={folded ? `${initialsOf(person.name, person.email)}, account of ${nameOf(person)}` : undefined}>
            <Avatar person={person} />
            <bdi className={`${styles.accountName} ${styles.wide}`}>{nameOf(person)}</bdi>
          </UnstyledButton>
        </AccountMenu>
      </div>
    </nav>
  );
}
