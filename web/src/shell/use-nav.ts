import { useMay } from '../api/session.ts';
import { NAV, type NavItem } from '../nav.ts';

/** The entries of the navigation that the person's access level opens. */
export function useNav(): readonly NavItem[] {
  const admin = useMay('admin');
  return NAV.filter((item) => item.level === undefined || admin);
}
