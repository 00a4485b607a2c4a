import { useSession } from '../api/session.ts';
import { NAV, type NavItem } from '../nav.ts';
import { refusedPage } from './page-access.ts';

/** The entries of the navigation that the person's access level opens. */
export function useNav(): readonly NavItem[] {
  const { person } = useSession();
  return NAV.filter((item) => refusedPage(item.to, person) === undefined);
}
