import { Tabs } from '@mantine/core';
import type { ComponentType } from 'react';
import styles from './settings.module.css';

/** One part of a settings page. */
export interface SettingsPart {
  id: string;
  label: string;
  show: ComponentType;
}

/** The parts of a settings page as tabs; only the current one is there. An unknown `current` shows the first. */
export function SettingsParts({ parts, current, onChange }: { parts: readonly SettingsPart[]; current: string | undefined; onChange: (part: string) => void }) {
  const chosen = parts.find(({ id }) => id === current) ?? parts[0];
  return (
    <Tabs value={chosen?.id ?? null} onChange={(next) => next !== null && onChange(next)} keepMounted={false}>
      <Tabs.List className={styles.tabs}>
        {parts.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ id, show: Part }) => (
        <Tabs.Panel key={id} value={id} pt="md">
          <Part />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
