import { IconBook2, IconChecklist, IconFlame, IconHome, IconMail, IconPlugConnected, IconServer2, IconSettings, IconUsers } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';

/** One entry of the navigation: where it leads, its icon when folded, the keys that go there. `level` hides it from those below. */
export type NavItem = { to: NonNullable<LinkProps['to']>; label: string; icon: Icon; group: 'work' | 'setup'; keys: string; level?: 'admin' };

/** Everything in the navigation, in its order; a new page is one line here and one in router.ts. */
export const NAV: readonly NavItem[] = [
  { to: '/', label: 'My work', icon: IconHome, group: 'work', keys: 'g h' },
  { to: '/incidents', label: 'Incidents', icon: IconFlame, group: 'work', keys: 'g i' },
  { to: '/tasks', label: 'Tasks', icon: IconChecklist, group: 'work', keys: 'g t' },
  { to: '/postmortems', label: 'Postmortems', icon: IconBook2, group: 'work', keys: 'g p' },
  { to: '/outbox', label: 'Outbox', icon: IconMail, group: 'work', keys: 'g o' },
  { to: '/settings/process', label: 'Process', icon: IconSettings, group: 'setup', keys: 'g s' },
  { to: '/settings/people', label: 'People', icon: IconUsers, group: 'setup', keys: 'g e' },
  { to: '/settings/services', label: 'Services', icon: IconServer2, group: 'setup', keys: 'g v' },
  { to: '/settings/integrations', label: 'Integrations', icon: IconPlugConnected, group: 'setup', keys: 'g n', level: 'admin' },
];
