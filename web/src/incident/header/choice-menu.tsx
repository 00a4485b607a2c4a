import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './header.module.css';

/** One choice: its value, how it looks, and what it means. */
export type Choice = { value: string; label: ReactNode; meaning?: string };

/** A value that opens a menu of others when pressed; `label` says to readers what is chosen ("Severity"), `words` the value when it is shown in other words. */
export function ChoiceMenu(props: { label: string; value: string; words?: string; choices: readonly Choice[]; onChoose: (value: string) => void; children: ReactNode; position?: 'bottom-start' | 'bottom-end' }) {
  const { label, value, words = value, choices, onChoose, children, position = 'bottom-start' } = props;
  return (
    <Menu position={position} width={280}>
      <Menu.Target>
        <UnstyledButton className={styles.open} aria-label={`${label}: ${words}, change`} title={`Change ${label.toLowerCase()}`}>
          {children}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown style={{ maxHeight: 360, overflowY: 'auto' }}>
        <Menu.Label>{label}</Menu.Label>
        {choices.map((choice) => (
          <Menu.Item key={choice.value} onClick={() => choice.value !== value && onChoose(choice.value)} rightSection={choice.value === value ? <IconCheck size={14} aria-label="chosen" /> : null}>
            <span className={styles.choice}>
              {choice.label}
              {choice.meaning !== undefined && choice.meaning !== '' && <small>{choice.meaning}</small>}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
