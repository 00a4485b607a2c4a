import { type MantineColorSchemeManager, useMantineColorScheme } from '@mantine/core';
import { readStored, writeStored } from '../ui/store.ts';

/** What a person may choose: a theme, or that of their system. */
export type ThemeChoice = 'light' | 'dark' | 'auto';

const NAME = 'dispatch.theme';

/** Keeps the chosen theme under the name that boot.js reads before the first paint. */
export function themeKeeper(): MantineColorSchemeManager {
  let stop: (() => void) | undefined;
  return {
    get: (fallback) => {
      const stored = readStored(NAME);
      return stored === 'light' || stored === 'dark' ? stored : fallback;
    },
    set: (value) => writeStored(NAME, value === 'auto' ? undefined : value),
    clear: () => writeStored(NAME, undefined),
    subscribe: (onUpdate) => {
      const onStorage = (event: StorageEvent): void => {
        if (event.key === NAME) onUpdate(event.newValue === 'light' || event.newValue === 'dark' ? event.newValue : 'auto');
      };
      window.addEventListener('storage', onStorage);
      stop = () => window.removeEventListener('storage', onStorage);
    },
    unsubscribe: () => stop?.(),
  };
}

/** The chosen theme and how to choose another. */
export function useTheme(): { choice: ThemeChoice; choose: (next: ThemeChoice) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return { choice: colorScheme, choose: setColorScheme };
}
