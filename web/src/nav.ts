import { IconArchive, IconBook2, IconChartBar, IconChecklist, IconCoin, IconFlame, IconHistory, IconHome, IconMail, IconPlugConnected, IconServer2, IconSettings, IconShieldLock, IconRobot, IconUserPlus, IconUsers } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { OrganizationAction } from './api/session.ts';

/** One entry of the navigation: where it leads, its icon when folded, the keys that go there. `level` hides it from those below, `needs` from those who may not do that. */
export type NavItem = { to: NonNullable<LinkProps['to']>; label: string; icon: Icon; group: 'work' | 'setup'; keys: string; level?: 'admin'; needs?: OrganizationAction };

/** Everything in the navigation, in its order; a new page is one line here and one in router.ts. */
export const NAV: readonly NavItem[] = [
  { to: '/', label: 'My work', icon: IconHome, group: 'work', keys: 'g h' },
  { to: '/incidents', label: 'Incidents', icon: IconFlame, group: 'work', keys: 'g i' },
  { to: '/tasks', label: 'Tasks', icon: IconChecklist, group: 'work', keys: 'g t' },
  { to: '/postmortems', label: 'Postmortems', icon: IconBook2, group: 'work', keys: 'g p' },
  { to: '/analytics/cost', label: 'Cost', icon: IconChartBar, group: 'work', keys: 'g c' },
  { to: '/outbox', label: 'Outbox', icon: IconMail, group: 'work', keys: 'g o' },
  { to: '/settings/process', label: 'Process', icon: IconSettings, group: 'setup', keys: 'g s' },
  { to: '/settings/people', label: 'Members', icon: IconUsers, group: 'setup', keys: 'g e' },
  { to: '/settings/joining', label: 'Joining', icon: IconUserPlus, group: 'setup', keys: 'g j', level: 'admin' },
  { to: '/settings/service-accounts', label: 'Service accounts', icon: IconRobot, group: 'setup', keys: 'g a', level: 'admin' },
  { to: '/settings/cost', label: 'Cost rules', icon: IconCoin, group: 'setup', keys: 'g r', level: 'admin' },
  { to: '/settings/services', label: 'Services', icon: IconServer2, group: 'setup', keys: 'g v' },
  { to: '/settings/integrations', label: 'Integrations', icon: IconPlugConnected, group: 'setup', keys: 'g n', level: 'admin' },
  { to: '/settings/security', label: 'Security', icon: IconShieldLock, group: 'setup', keys: 'g k', needs: 'manageSecurity' },
  { to: '/settings/retention', label: 'Retention', icon: IconArchive, group: 'setup', keys: 'g d', level: 'admin' },
  { to: '/settings/audit', label: 'Audit log', icon: IconHistory, group: 'setup', keys: 'g l', needs: 'readAudit' },
];
