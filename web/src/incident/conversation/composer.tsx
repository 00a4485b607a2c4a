import { ActionIcon, FileButton, Textarea } from '@mantine/core';
import { IconPaperclip, IconSend2, IconX } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import type { Message } from '../../../../api/contract/timeline.ts';
import { useLiveState } from '../../live/live-state.ts';
import { useActions } from '../../shell/actions.ts';
import type { Uploaded } from '../files/upload.ts';
import { UploadList } from '../files/upload-list.tsx';
import { filesOf } from '../files/use-uploads.ts';
import type { Incident } from '../queries.ts';
import { focusSoon, useView } from '../use-view.ts';
import { useWidth } from '../use-width.ts';
import look from './composer.module.css';
import styles from './conversation.module.css';
import { SuggestionMenu } from './suggestion-menu.tsx';
import { useComposer } from './use-composer.ts';

type Props = { incident: Incident; replyTo: Message | undefined; onReplyDone: () => void; onSend: (draft: { body: string; files: Uploaded[]; replyTo: string | null }) => void };
type Composing = ReturnType<typeof useComposer>;

/** Where messages and commands are written: Enter sends, Shift+Enter breaks the line, @ and / suggest, files are dropped or pasted; what is typed is kept until sent. */
export function Composer({ incident, replyTo, onReplyDone, onSend }: Props) {
  const composing = useComposer({ incident, replyTo: replyTo?.id ?? null, onReplyDone, onSend });
  const { suggest, uploads, files, ready } = composing;
  const listId = useId();
  useMessageAction();
  return (
    <>
      {suggest.items.length > 0 && <SuggestionMenu id={listId} label={suggest.kind === 'command' ? 'Commands' : 'People'} items={suggest.items} index={suggest.index} onPoint={suggest.point} onChoose={composing.choose} />}
      <DropZone onFiles={uploads.add}>
        {replyTo && <Replying message={replyTo} onStop={onReplyDone} />}
        <div className={look.line}>
          <FileButton multiple onChange={uploads.add}>
            {(props) => (
              <ActionIcon size={32} {...props} aria-label="Attach files">
                <IconPaperclip size={17} aria-hidden="true" />
              </ActionIcon>
            )}
          </FileButton>
          <Field composing={composing} listId={listId} />
          <ActionIcon size={32} variant={ready ? 'filled' : 'subtle'} onClick={composing.send} disabled={!ready} aria-label="Send message">
            <IconSend2 size={17} aria-hidden="true" />
          </ActionIcon>
        </div>
        {(files.length > 0 || uploads.uploads.length > 0) && (
          <div className={look.extras}>
            <UploadList uploads={uploads.uploads} onRetry={uploads.retry} onDrop={uploads.drop} />
            <Attached files={files} onDrop={composing.leaveOut} />
          </div>
        )}
      </DropZone>
      <Hint composing={composing} />
    </>
  );
}

function useMessageAction(): void {
  const { open } = useView();
  const run = (): void => {
    open('conversation');
    focusSoon('message-field');
  };
  useActions([{ id: 'incident.message', label: 'Write a message', group: 'This incident', keys: 'm', words: 'chat conversation', run }]);
}

function DropZone({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const onDrop = (event: React.DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onFiles(filesOf(event.dataTransfer));
  };
  const onDragOver = (event: React.DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div className={look.composer} data-over={over || undefined} onDrop={onDrop} onDragOver={onDragOver} onDragLeave={() => setOver(false)}>
      {children}
    </div>
  );
}

function Field({ composing, listId }: { composing: Composing; listId: string }) {
  const { suggest, uploads, field } = composing;
  const phone = useWidth() === 'phone';
  const onPaste = (event: React.ClipboardEvent): void => {
    const pasted = filesOf(event.clipboardData);
    if (pasted.length === 0) return;
    event.preventDefault();
    uploads.add(pasted);
  };
  const open = suggest.items.length > 0;
  return (
    <Textarea
      ref={field}
      id="message-field"
      className={look.input}
      aria-label="Message"
      placeholder={phone ? 'Message' : 'Message, / for a command, @ to mention'}
      autosize
      minRows={1}
      maxRows={10}
      dir="auto"
      value={composing.text}
      onChange={(event) => composing.write(event.currentTarget.value, event.currentTarget.selectionStart)}
      onSelect={(event) => composing.moveCaret(event.currentTarget.selectionStart)}
      onKeyDown={composing.onKey}
      onPaste={onPaste}
      aria-autocomplete="list"
      aria-controls={open ? listId : undefined}
      aria-activedescendant={open ? `${listId}-${suggest.index}` : undefined}
    />
  );
}

function Hint({ composing: { text, tooLong } }: { composing: Composing }) {
  const { mode } = useLiveState();
  const said = mode === 'offline' ? 'Offline: what you send waits here and goes out when you are back.' : 'Enter sends, Shift Enter breaks the line';
  return (
    <div className={look.hint}>
      {tooLong > 0 ? <span style={{ color: 'var(--fail)' }}>{tooLong} characters too long</span> : <span>{said}</span>}
      {text.startsWith('/') && <span>Only you see the answer</span>}
    </div>
  );
}

function Replying({ message, onStop }: { message: Message; onStop: () => void }) {
  return (
    <div className={look.replying}>
      <span className={styles.quote}>
        Answer to <bdi>{message.authorName}</bdi>: {message.body.slice(0, 120)}
      </span>
      <ActionIcon size={22} onClick={onStop} aria-label="Do not answer this message">
        <IconX size={13} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}

function Attached({ files, onDrop }: { files: readonly Uploaded[]; onDrop: (id: string) => void }) {
  if (files.length === 0) return null;
  return (
    <div className={styles.attachments}>
      {files.map((file) => (
        <span key={file.id} className={styles.attachment}>
          <span>{file.name}</span>
          <ActionIcon size={18} onClick={() => onDrop(file.id)} aria-label={`Leave ${file.name} out of the message`}>
            <IconX size={12} aria-hidden="true" />
          </ActionIcon>
        </span>
      ))}
    </div>
  );
}
