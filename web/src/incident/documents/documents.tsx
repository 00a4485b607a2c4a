import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { Empty } from '../../ui/empty.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import type { Incident } from '../queries.ts';
import { SmartLink } from '../smart-link.tsx';
import styles from './documents.module.css';
import { EditorView } from './editor-view.tsx';
import { type IncidentDocument, useEditor } from './use-editor.ts';
import { useEditorField } from './use-editor-field.ts';

/** The incident's documents; the postmortem has a tab of its own. */
export function Documents({ incident }: { incident: Incident }) {
  const { data, error, refetch } = useApi(routes.documents.list, { params: { incident: incident.key } });
  const documents = (data?.data ?? []).filter((document) => document.kind !== 'review');
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const shown = documents.find((document) => document.id === chosen) ?? documents[0];
  const elsewhere = incident.resources.find((resource) => resource.kind === 'document' && resource.provider !== 'builtin');
  return (
    <div className={styles.documents}>
      {error && <ProblemNotice error={error} title="The documents cannot be shown" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={10} label="Loading the documents" />}
      {documents.length > 1 && <SegmentedControl size="xs" mb="sm" aria-label="Document" value={shown?.id ?? ''} onChange={setChosen} data={documents.map((document) => ({ value: document.id, label: document.title }))} />}
      {shown && <DocumentView key={shown.id} document={shown} />}
      {data && documents.length === 0 && (
        <Empty
          title={elsewhere ? 'The document is kept elsewhere' : 'No document yet'}
          action={
            elsewhere && (
              <SmartLink to={elsewhere.url}>
                <span style={{ color: 'var(--link)' }}>Open {elsewhere.name}</span>
              </SmartLink>
            )
          }
        >
          {elsewhere ? 'Its values are kept up to date there.' : 'The automation writes one from the template of the incident’s type; it appears here by itself.'}
        </Empty>
      )}
    </div>
  );
}

function DocumentView({ document }: { document: IncidentDocument }) {
  const [editing, setEditing] = useState(false);
  if (editing && document.editable) return <Editing document={document} onDone={() => setEditing(false)} />;
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.quiet}>
          Values follow the incident by themselves · revision {document.revision}, <Time at={document.updatedAt} />
        </span>
        {document.editable && (
          <span className={styles.end}>
            <Button size="xs" onClick={() => setEditing(true)}>
              Edit document
            </Button>
          </span>
        )}
      </div>
      <div className={styles.paper} dir="auto">
        <Markdown>{document.rendered}</Markdown>
      </div>
    </>
  );
}

function Editing({ document, onDone }: { document: IncidentDocument; onDone: () => void }) {
  const editor = useEditor(document);
  const { fieldRef, insertWord } = useEditorField(editor);
  const finish = async (): Promise<void> => {
    if (await editor.save()) onDone();
  };
  return (
    <EditorView
      document={document}
      editor={editor}
      fieldRef={fieldRef}
      onInsertWord={insertWord}
      roomy={false}
      end={
        <Button size="xs" variant="filled" onClick={() => void finish()} loading={editor.status === 'saving'}>
          Done
        </Button>
      }
    />
  );
}
