import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Tag } from '../../../ui/facts.tsx';
import { Section } from '../../../ui/page.tsx';
import { Time } from '../../../ui/time.tsx';
import styles from './cost.module.css';

type Version = { id: string; effectiveFrom: string; note: string; createdBy: string; state: 'past' | 'inForce' | 'coming' };
type Props<V extends Version> = { versions: readonly V[]; says: (version: V) => ReactNode; onRemove: (version: V) => void };

const STATES = { past: 'past', inForce: 'in force', coming: 'to come' };
// The first version also counts for the time before it; the API keeps it at the beginning of time.
const isSinceEver = (at: string): boolean => Date.parse(at) < Date.UTC(1990, 0, 1);

/** Versions, newest first: what each says, since when, by whom and why. One that is still to come can be taken back. */
export function Versions<V extends Version>({ versions, says, onRemove }: Props<V>) {
  if (versions.length === 0) return null;
  return (
    <Section title="Versions" note={`${versions.length}`}>
      <ol className={styles.versions}>
        {versions.map((version) => (
          <li key={version.id} data-state={version.state}>
            <span className={styles.since}>
              {isSinceEver(version.effectiveFrom) ? 'since ever' : <Time at={version.effectiveFrom} as="exact" />} <Tag>{STATES[version.state]}</Tag>
            </span>
            <span>{says(version)}</span>
            <small>
              {version.note !== '' && <bdi>“{version.note}” · </bdi>}
              <bdi>{version.createdBy}</bdi>
            </small>
            {version.state === 'coming' && (
              <Button size="xs" onClick={() => onRemove(version)}>
                Take back
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
