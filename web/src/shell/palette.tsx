import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { useApi } from '../api/hooks.ts';
import { Kbd, Key } from '../ui/facts.tsx';
import { SeverityMark } from '../ui/severity.tsx';
import { STAGE_WORDS } from '../ui/stage.tsx';
import { useStore } from '../ui/store.ts';
import { type Action, useCurrentActions } from './actions.ts';
import { matchesWords } from './match-words.ts';
import { paletteOpen } from './overlays.ts';
import styles from './palette.module.css';

const [store, spotlight] = createSpotlight();
const LIST = 'palette-results';

/** The palette: everything that can be done here by name, and every incident by key, title or text. */
export function Palette() {
  const open = useStore(paletteOpen);
  const [query, setQuery] = useState('');
  useEffect(() => {
    if (open) spotlight.open();
  }, [open]);
  return (
    <Spotlight.Root store={store} query={query} onQueryChange={setQuery} shortcut={null} onSpotlightClose={() => paletteOpen.set(false)} maxHeight={420} scrollable centered={false} yOffset="12vh" overlayProps={{ color: 'var(--shade)', backgroundOpacity: 1, blur: 0 }} attributes={{ content: { 'aria-label': 'Search or run anything' } }} classNames={{ content: styles.content ?? '', action: styles.action ?? '', actionsGroup: styles.group ?? '' }}>
      <Spotlight.Search placeholder="Find an incident, go somewhere, or do something" leftSection={<IconSearch size={16} aria-hidden="true" />} />
      <Results query={query} />
    </Spotlight.Root>
  );
}

function Results({ query }: { query: string }) {
  const actions = useCurrentActions().filter((action) => action.hidden !== true && matchesWords(query, `${action.label} ${action.words ?? ''} ${action.group}`));
  const groups = Map.groupBy(actions, (action) => action.group);
  const [text] = useDebouncedValue(query.trim(), 160);
  const found = useApi(routes.incidents.list, { query: { q: text, limit: 8 } }, { enabled: text.length >= 2, keepPrevious: true });
  const incidents = text.length >= 2 ? (found.data?.data ?? []) : [];
  useFirstChosen(query.trim() === '' ? '' : [...incidents, ...actions].map(({ id }) => id).join(' '));
  const searching = text !== query.trim() || found.isFetching;
  return (
    <Spotlight.ActionsList id={LIST}>
      {incidents.length > 0 && (
        <Spotlight.ActionsGroup label="Incidents">
          {incidents.map((incident) => (
            <IncidentResult key={incident.id} incident={incident} />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {[...groups].map(([name, list]) => (
        <Spotlight.ActionsGroup key={name} label={name}>
          {list.map((action) => (
            <ActionResult key={action.id} action={action} />
          ))}
        </Spotlight.ActionsGroup>
      ))}
      {incidents.length === 0 && groups.size === 0 && <Spotlight.Empty>{searching ? 'Searching…' : 'Nothing has that name. Try a word of the title, or a key such as INC-42.'}</Spotlight.Empty>}
    </Spotlight.ActionsList>
  );
}

/** Chooses the first of the results when they change, since incidents come a moment after what was typed: Enter then opens what stands on top. Nothing is chosen before somebody types. */
function useFirstChosen(results: string): void {
  useEffect(() => {
    if (results === '') return;
    const list = document.getElementById(LIST);
    list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
    list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [results]);
}

function ActionResult({ action }: { action: Action }) {
  return (
    <Spotlight.Action onClick={action.run}>
      <IconArrowRight size={14} aria-hidden="true" />
      <span className={styles.label}>{action.label}</span>
      {action.keys !== undefined && <Kbd keys={action.keys} />}
    </Spotlight.Action>
  );
}

type Found = { key: string; title: string; stage: 'active' | 'stable' | 'closed' | 'review'; severity: string; severityRank: number };

function IncidentResult({ incident }: { incident: Found }) {
  const navigate = useNavigate();
  return (
    <Spotlight.Action onClick={() => void navigate({ to: '/incidents/$incident', params: { incident: incident.key } })}>
      <SeverityMark rank={incident.severityRank} />
      <Key>{incident.key}</Key>
      <span className={styles.label}>{incident.title}</span>
      <span className={styles.note}>{STAGE_WORDS[incident.stage]}</span>
    </Spotlight.Action>
  );
}
