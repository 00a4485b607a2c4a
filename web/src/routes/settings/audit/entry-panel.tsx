import { Button, Group } from '@mantine/core';
import type { AuditEntryView } from '../../../../../api/contract/audit.ts';
import { Key } from '../../../ui/facts.tsx';
import { Facts } from '../../../ui/page.tsx';
import { PeekPanel } from '../../../ui/peek-panel.tsx';
import { Time } from '../../../ui/time.tsx';
import styles from './audit.module.css';
import { actionWords, changedFields } from './words.ts';

type Props = { entry: AuditEntryView | undefined; onClose: () => void; onFilter: (name: 'person' | 'subject', value: string) => void };

/** One entry whole: what changed, field by field, and where it came from. */
export function EntryPanel({ entry, onClose, onFilter }: Props) {
  return (
    <PeekPanel open={entry !== undefined} onClose={onClose} title={entry ? actionWords(entry.action) : ''}>
      {entry && <Entry entry={entry} onFilter={onFilter} />}
    </PeekPanel>
  );
}

// People are found by their address; whoever has none is found by name.
const addressIn = (label: string): string => /<(.+)>$/.exec(label)?.[1] ?? label;

function Entry({ entry, onFilter }: { entry: AuditEntryView; onFilter: Props['onFilter'] }) {
  const { actor, subject, from } = entry;
  const fields = changedFields(entry.before, entry.after);
  return (
    <>
      <Facts
        items={[
          { name: 'When', value: <Time at={entry.at} as="exact" /> },
          { name: 'Who', value: <bdi>{actor.label}</bdi> },
          { name: 'What', value: <bdi>{subject.label}</bdi> },
          { name: 'From', value: from.address ?? (actor.kind === 'system' ? 'the server itself' : 'not known') },
          ...(from.userAgent === null ? [] : [{ name: 'With', value: from.userAgent }]),
          ...(from.requestId === null ? [] : [{ name: 'Request', value: <Key>{from.requestId}</Key> }]),
          { name: 'Entry', value: <Key>{`${entry.seq} ${entry.hash.slice(0, 12)}`}</Key> },
        ]}
      />
      {fields.length > 0 && (
        <table className={styles.changes}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Group gap={8} mt="md">
        <Button size="xs" onClick={() => onFilter('person', addressIn(actor.label))}>
          Everything by them
        </Button>
        <Button size="xs" onClick={() => onFilter('subject', subject.id ?? subject.label)}>
          Everything about this
        </Button>
      </Group>
    </>
  );
}
