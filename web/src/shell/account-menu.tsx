import { Menu } from '@mantine/core';
import { IconBuilding, IconCheck, IconClock, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { signOut, switchOrganization, useSession } from '../api/session.ts';
import { toggleZone, useZone } from '../ui/preferences.ts';
import { openHelp } from './overlays.ts';
import { useTheme } from './theme.ts';

const THEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

/** Who is signed in, and what is theirs: theme, zone, shortcuts, signing out. `children` is the button that opens it. */
export function AccountMenu({ children }: { children: ReactNode }) {
  const { choice, choose } = useTheme();
  const { person, authentication, organization, organizations } = useSession();
  const utc = useZone() === 'UTC';
  return (
    <Menu position="right-end" width={230} closeOnItemClick={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.email}</Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={15} aria-hidden="true" />} closeMenuOnClick>
          My account
        </Menu.Item>
        <Menu.Divider />
        {organizations.length > 1 && (
          <>
            <Menu.Label>Organization</Menu.Label>
            {organizations.map(({ slug, name }) => (
              <Menu.Item key={slug} leftSection={<IconBuilding size={15} aria-hidden="true" />} rightSection={slug === organization.slug && <IconCheck size={14} aria-label="chosen" />} onClick={() => switchOrganization(slug)}>
                <bdi>{name}</bdi>
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>Theme</Menu.Label>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item key={value} leftSection={<Icon size={15} aria-hidden="true" />} rightSection={choice === value && <IconCheck size={14} aria-label="chosen" />} onClick={() => choose(value)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconClock size={15} aria-hidden="true" />} onClick={toggleZone}>
          {utc ? 'Show times in my zone' : 'Show times in UTC'}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={15} aria-hidden="true" />} onClick={openHelp} closeMenuOnClick>
          Keyboard shortcuts
        </Menu.Item>
        {authentication.enabled && authentication.provider !== 'dispatch-auth-provider-header' && (
          <Menu.Item leftSection={<IconLogout size={15} aria-hidden="true" />} onClick={() => void signOut(authentication)}>
            Sign out
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
