import { useMay, useSession } from '../api/session.ts';
import { NAV, type NavItem } from '../nav.ts';

/** The entries of the navigation that the person's access level opens. */
export function useNav(): readonly NavItem[] {
  const { person } = useSession();
  const admin = useMay('admin');
  return NAV.filter((item) => (item.level === undefined || admin) && (item.needs === undefined || person.abilities.includes(item.needs)));
}
