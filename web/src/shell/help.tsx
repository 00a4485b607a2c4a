import { Modal, Switch } from '@mantine/core';
import { useStore } from '../ui/store.ts';
import { Kbd } from '../ui/facts.tsx';
import { setShortcuts, useShortcutsOn } from '../ui/preferences.ts';
import { type Action, useCurrentActions } from './actions.ts';
import { helpOpen } from './overlays.ts';
import { PALETTE_KEYS } from './palette-keys.ts';
import styles from './help.module.css';

/** The list of all keys that do something here and now, and the switch that turns single keys off. */
export function Help() {
  const open = useStore(helpOpen);
  const on = useShortcutsOn();
  const actions = useCurrentActions().filter((action) => action.keys !== undefined);
  const groups = Map.groupBy(actions, (action) => action.group);
  return (
    <Modal opened={open} onClose={() => helpOpen.set(false)} title="Keyboard shortcuts" size="lg">
      <div className={styles.groups}>
        <HelpGroup name="Everywhere" actions={[{ id: 'palette', label: 'Search or run anything', group: '', keys: PALETTE_KEYS, run: () => undefined }, ...(groups.get('Everywhere') ?? [])]} />
        {[...groups].filter(([name]) => name !== 'Everywhere').map(([name, list]) => <HelpGroup key={name} name={name} actions={list} />)}
      </div>
      <Switch mt="lg" checked={on} onChange={(event) => setShortcuts(event.currentTarget.checked)} label="Single-key shortcuts" description="Turn them off when you speak to your computer, or when they get in your way." />
    </Modal>
  );
}

function HelpGroup({ name, actions }: { name: string; actions: readonly Action[] }) {
  return (
    <section>
      <h3>{name}</h3>
      <ul>
        {actions.map((action) => (
          <li key={action.id}>
            {action.label}
            <Kbd keys={action.keys ?? ''} />
          </li>
        ))}
      </ul>
    </section>
  );
}
