import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { Empty } from '../../ui/empty.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { can } from '../abilities.ts';
import { EditorView } from '../documents/editor-view.tsx';
import { type IncidentDocument, useEditor } from '../documents/use-editor.ts';
import { useEditorField } from '../documents/use-editor-field.ts';
import type { Incident, Postmortem as Brief } from '../queries.ts';
import { SmartLink } from '../smart-link.tsx';
import { splitTasks } from '../tasks/order.ts';
import { TaskRow } from '../tasks/task-row.tsx';
import { AddTask } from '../tasks/tasks.tsx';
import { PostmortemFacts } from './facts.tsx';
import { InsertMenu } from './insert-menu.tsx';
import styles from './postmortem.module.css';
import { PublishDialog } from './publish-dialog.tsx';

const LATER: Record<Incident['stage'], string> = {
  active: 'It begins by itself once the incident is closed, when its type asks for one. Until then, pin what matters in the timeline; it goes into the draft.',
  stable: 'It begins by itself once the incident is closed, when its type asks for one. Until then, pin what matters in the timeline; it goes into the draft.',
  closed: 'When the incident’s type asks for one it begins by itself as soon as the closing steps are done; otherwise start one from the menu ⋯.',
  review: 'The automation is drafting it; it appears here by itself.',
};

/** The incident's postmortem: as a page of its own (`page`, with its head as children) or as a tab. */
export function PostmortemView({ incident, page, children }: { incident: Incident; page: boolean; children?: ReactNode }) {
  const { postmortem } = incident;
  return (
    <div className={page ? styles.page : styles.tab}>
      {children}
      {postmortem === null ? (
        <Empty title="No postmortem yet">{LATER[incident.stage]}</Empty>
      ) : (
        <>
          <PostmortemFacts incident={incident} postmortem={postmortem} />
          <Body incident={incident} postmortem={postmortem} page={page} />
          <FollowUps incident={incident} page={page} />
        </>
      )}
    </div>
  );
}

function Body({ incident, postmortem, page }: { incident: Incident; postmortem: Brief; page: boolean }) {
  const { documentId } = postmortem;
  const { data, error, refetch } = useApi(routes.documents.get, { params: { id: documentId ?? '' } }, { enabled: documentId !== null });
  const elsewhere = incident.resources.find((resource) => resource.kind === 'reviewDocument');
  if (documentId === null) {
    return elsewhere ? (
      <Empty
        title="The document is kept elsewhere"
        action={
          <SmartLink to={elsewhere.url}>
            <span style={{ color: 'var(--link)' }}>Open {elsewhere.name}</span>
          </SmartLink>
        }
      >
        It is written there; meeting, follow-ups and publishing are here.
      </Empty>
    ) : (
      <Empty title="The draft is on its way">The automation writes it from the timeline; it appears here by itself.</Empty>
    );
  }
  if (error && !data) return <ProblemNotice error={error} title="The document cannot be shown" onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={12} label="Loading the document" />;
  if (!data.editable || postmortem.state === 'published') return <Published incident={incident} document={data} postmortem={postmortem} page={page} />;
  return <Writing incident={incident} document={data} page={page} />;
}

function Published({ incident, document, postmortem, page }: { incident: Incident; document: IncidentDocument; postmortem: Brief; page: boolean }) {
  return (
    <>
      <div className={styles.actions} style={{ justifyContent: 'flex-end' }}>
        {postmortem.state !== 'published' && <span style={{ color: 'var(--ink3)', fontSize: 'var(--text-small)' }}>You may read it; participants and managers write it.</span>}
        {!page && <OpenPage incident={incident} />}
        {page && (
          <Button size="xs" onClick={() => window.print()}>
            Print
          </Button>
        )}
      </div>
      <article className={styles.paper} dir="auto">
        <Markdown>{document.rendered}</Markdown>
      </article>
    </>
  );
}

function OpenPage({ incident }: { incident: Incident }) {
  return (
    <LinkButton size="xs" to="/incidents/$incident/postmortem" params={{ incident: incident.key }}>
      Open as a page
    </LinkButton>
  );
}

function Writing({ incident, document, page }: { incident: Incident; document: IncidentDocument; page: boolean }) {
  const editor = useEditor(document);
  const { fieldRef, insertWord, insertBlock } = useEditorField(editor);
  const [publishing, setPublishing] = useState(false);
  return (
    <>
      <EditorView
        document={document}
        editor={editor}
        fieldRef={fieldRef}
        onInsertWord={insertWord}
        roomy={page}
        tools={<InsertMenu incident={incident} onInsert={insertBlock} />}
        end={
          <>
            {!page && <OpenPage incident={incident} />}
            {can(incident, 'publishPostmortem') && (
              <Button size="xs" variant="filled" onClick={() => setPublishing(true)}>
                Publish…
              </Button>
            )}
          </>
        }
      />
      <PublishDialog incident={incident} open={publishing} onClose={() => setPublishing(false)} before={editor.save} />
    </>
  );
}

function FollowUps({ incident, page }: { incident: Incident; page: boolean }) {
  const { open, over } = splitTasks(incident.tasks.filter((task) => task.kind === 'followUp'));
  const all = [...open, ...over];
  return (
    <div className={styles.followUps} id="follow-ups">
      <Section title="Follow-ups" note={all.length > 0 ? `${over.length} of ${all.length} done` : undefined}>
        {all.length === 0 && <p style={{ color: 'var(--ink3)' }}>{incident.postmortem?.state === 'published' ? 'None was written down.' : 'What keeps this from happening again? Each with somebody who does it and a date.'}</p>}
        {all.map((task) => (
          <TaskRow key={task.id} incident={incident} task={task} />
        ))}
        {can(incident, 'manageTasks') && <AddTask incident={incident} kind="followUp" shortcut={page} />}
      </Section>
    </div>
  );
}
