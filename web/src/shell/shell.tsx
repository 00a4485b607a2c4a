import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useSession } from '../api/session.ts';
import { useLive } from '../live/use-live.ts';
import { useSetupActions } from '../routes/setup/use-setup.ts';
import { copyExactTimes } from '../ui/copy-times.ts';
import { toggleZone } from '../ui/preferences.ts';
import { useStore } from '../ui/store.ts';
import { useActions } from './actions.ts';
import { BottomBar } from './bottom-bar.tsx';
import { useKeyboard } from './keyboard.ts';
import { NavBar } from './nav-bar.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { PageGate } from './page-gate.tsx';
import { EnrolNotice } from '../second-factor/enrol-notice.tsx';
import { SessionBanners } from './session-banners.tsx';
import { helpOpen, openHelp, openPalette, paletteOpen } from './overlays.ts';
import styles from './shell.module.css';
import { useTheme } from './theme.ts';
import { useNav } from './use-nav.ts';

const Help = lazy(() => import('./help.tsx').then((module) => ({ default: module.Help })));
const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));

/** The frame of everything behind the sign-in: navigation, live updates, keys, palette, help; the page stands in it. */
export function Shell() {
  const { organization } = useSession();
  useLive(organization.slug);
  useKeyboard();
  useGlobalActions();
  useSetupActions();
  usePaletteKey();
  useFocusOnPageChange();
  useEffect(copyExactTimes, []);
  const phone = useMediaQuery('(max-width: 700px)', undefined, { getInitialValueInEffect: false });
  const wantsHelp = useEver(useStore(helpOpen));
  const wantsPalette = useEver(useStore(paletteOpen));
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#page">
        Skip to the page
      </a>
      {phone ? null : <NavBar />}
      <main id="page" className={styles.main} tabIndex={-1}>
        <SessionBanners />
        <EnrolNotice />
        <OfflineBanner />
        <PageGate />
      </main>
      {phone && <BottomBar />}
      <Suspense>
        {wantsHelp && <Help />}
        {wantsPalette && <Palette />}
      </Suspense>
    </div>
  );
}

function useEver(value: boolean): boolean {
  const [ever, setEver] = useState(value);
  if (value && !ever) setEver(true);
  return ever;
}

function useGlobalActions(): void {
  const navigate = useNavigate();
  const { choose } = useTheme();
  const items = useNav();
  useActions([
    { id: 'declare', label: 'Declare incident', group: 'Everywhere', keys: 'c', words: 'report create new open', run: () => void navigate({ to: '/declare' }) },
    { id: 'help', label: 'Show keyboard shortcuts', group: 'Everywhere', keys: '?', run: openHelp },
    { id: 'zone', label: 'Switch between my zone and UTC', group: 'Everywhere', keys: 'u', words: 'time', run: toggleZone },
    ...items.map((item) => ({ id: `go ${item.to}`, label: item.label, group: 'Go to', keys: item.keys, run: () => void navigate({ to: item.to }) })),
    { id: 'theme.light', label: 'Use the light theme', group: 'Theme', run: () => choose('light') },
    { id: 'theme.dark', label: 'Use the dark theme', group: 'Theme', run: () => choose('dark') },
    { id: 'theme.auto', label: 'Use the theme of the system', group: 'Theme', run: () => choose('auto') },
  ]);
}

function usePaletteKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      openPalette();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** After a change of page the focus goes to its heading, so that people who hear the page notice it changed and Tab starts at its top. */
function useFocusOnPageChange(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (path === undefined) return;
    if (first.current) {
      first.current = false;
      return;
    }
    if (document.activeElement !== null && document.activeElement !== document.body && document.activeElement.closest('main, [role=dialog]')) return;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [path]);
}
