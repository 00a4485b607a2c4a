import { IconArchive, IconBook2, IconChartBar, IconChecklist, IconCoin, IconFlame, IconHistory, IconHome, IconMail, IconPlugConnected, IconRoute, IconServer2, IconShieldLock, IconRobot, IconUserPlus, IconUsers } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';

const SETTINGS_GROUPS = [
  { id: 'response', label: 'Response' },
  { id: 'access', label: 'Access' },
  { id: 'records', label: 'Records' },
] as const;
type SettingsGroup = (typeof SETTINGS_GROUPS)[number]['id'];

/** One entry of the navigation: where it leads, its icon when folded, the keys that go there. Those who may not open it do not see it (see shell/page-access.ts). */
export type NavItem = { to: NonNullable<LinkProps['to']>; label: string; icon: Icon; group: 'work' | SettingsGroup; keys: string };

/** Everything in the navigation, in its order; a new page is one line here and one in router.ts. */
export const NAV: readonly NavItem[] = [
  { to: '/', label: 'My work', icon: IconHome, group: 'work', keys: 'g h' },
  { to: '/incidents', label: 'Incidents', icon: IconFlame, group: 'work', keys: 'g i' },
  { to: '/tasks', label: 'Tasks', icon: IconChecklist, group: 'work', keys: 'g t' },
  { to: '/postmortems', label: 'Postmortems', icon: IconBook2, group: 'work', keys: 'g p' },
  { to: '/analytics/cost', label: 'Cost', icon: IconChartBar, group: 'work', keys: 'g c' },
  { to: '/outbox', label: 'Outbox', icon: IconMail, group: 'work', keys: 'g o' },
  { to: '/settings/process', label: 'Process', icon: IconRoute, group: 'response', keys: 'g s' },
  { to: '/settings/services', label: 'Services', icon: IconServer2, group: 'response', keys: 'g v' },
  { to: '/settings/integrations', label: 'Integrations', icon: IconPlugConnected, group: 'response', keys: 'g n' },
  { to: '/settings/people', label: 'Members', icon: IconUsers, group: 'access', keys: 'g e' },
  { to: '/settings/joining', label: 'Joining', icon: IconUserPlus, group: 'access', keys: 'g j' },
  { to: '/settings/service-accounts', label: 'Service accounts', icon: IconRobot, group: 'access', keys: 'g a' },
  { to: '/settings/security', label: 'Security', icon: IconShieldLock, group: 'access', keys: 'g k' },
  { to: '/settings/cost', label: 'Cost rules', icon: IconCoin, group: 'records', keys: 'g r' },
  { to: '/settings/retention', label: 'Retention', icon: IconArchive, group: 'records', keys: 'g d' },
  { to: '/settings/audit', label: 'Audit log', icon: IconHistory, group: 'records', keys: 'g l' },
];

/** The settings among some entries by their groups, without the groups that have none. */
export function settingsByGroup(items: readonly NavItem[]): { id: SettingsGroup; label: string; entries: NavItem[] }[] {
  return SETTINGS_GROUPS.map(({ id, label }) => ({ id, label, entries: items.filter(({ group }) => group === id) })).filter(({ entries }) => entries.length > 0);
}
