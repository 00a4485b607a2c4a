import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { IconFolderPlus, IconSpeakerphone, IconUserBolt } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { routes } from '../../../../api/contract/index.ts';
import { call, type OutputOf } from '../../api/client.ts';
import { Key } from '../../ui/facts.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { bodyOf, type DeclareValues } from './draft.ts';
import styles from './declare.module.css';

type Preview = OutputOf<typeof routes.incidents.preview>;

/** Asks what declaring with these values would do, a moment after they stop changing. */
export function usePreview(values: DeclareValues): { data: Preview | undefined; failed: boolean } {
  const { title, description, reportedAt: _at, ...rest } = bodyOf(values);
  const body = { ...rest, ...(title === '' ? {} : { title }), ...(description.trim() === '' ? {} : { description }) };
  const [text] = useDebouncedValue(JSON.stringify(body), 350);
  const { data, isError } = useQuery<Preview>({
    queryKey: ['incidents.preview', {}, text],
    queryFn: ({ signal }) => call(routes.incidents.preview, { body: JSON.parse(text) }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { data, failed: isError };
}

/** What will happen, in the order people ask: who comes, what is made, who hears of it. */
export function WillHappen({ preview, failed, reporter }: { preview: Preview | undefined; failed: boolean; reporter: boolean }) {
  return (
    <aside className={styles.side} aria-label="What will happen">
      <h2>{reporter ? 'When you report it' : 'When you declare'}</h2>
      {!preview && !failed && <Loading rows={4} gap={12} height={14} />}
      {failed && !preview && <p>What will happen cannot be shown right now. Declaring works all the same.</p>}
      {preview && (
        <ul>
          {preview.engagements.map(({ text }) => (
            <li key={text}>
              <IconUserBolt size={15} aria-hidden="true" /> {text}
            </li>
          ))}
          {preview.engagements.length === 0 && (
            <li>
              <IconUserBolt size={15} aria-hidden="true" /> Nobody is called by rule; you hold command until somebody takes it
            </li>
          )}
          {preview.resources.length > 0 && (
            <li>
              <IconFolderPlus size={15} aria-hidden="true" /> {inOneLine(preview.resources)} {preview.resources.length === 1 ? 'is' : 'are'} made
            </li>
          )}
          {preview.announcements.map((text) => (
            <li key={text}>
              <IconSpeakerphone size={15} aria-hidden="true" /> {text}
            </li>
          ))}
        </ul>
      )}
      <h3>Not sure?</h3>
      <p>{reporter ? 'Report it.' : 'Declare.'} An incident that turns out to be nothing is closed with one click, and nobody minds.</p>
    </aside>
  );
}

function inOneLine(words: readonly string[]): string {
  const text = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** Incidents like the one being declared, so that one thing does not become two. */
export function Similar({ similar, linked }: { similar: Preview['similar']; linked: boolean }) {
  if (similar.length === 0) return null;
  return (
    <div className={styles.similar} role="status">
      {similar.length === 1 ? 'This looks like it. The same thing? Then open it instead.' : 'These look like it. One of them the same thing? Then open it instead.'}
      <ul>
        {similar.slice(0, 4).map((incident) => (
          <li key={incident.id}>
            <Key>{incident.key}</Key>
            {linked ? (
              <Link to="/incidents/$incident" params={{ incident: incident.key }}>
                {incident.title}
              </Link>
            ) : (
              <b>{incident.title}</b>
            )}
            <small>
              {incident.stage === 'closed' || incident.stage === 'review' ? 'over, ' : `${incident.stage}, `}
              <Time at={incident.reportedAt} />
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}
