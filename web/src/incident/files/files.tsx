import { FileButton } from '@mantine/core';
import { IconFile, IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { addressOf } from '../../api/client.ts';
import { useApi } from '../../api/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { can } from '../abilities.ts';
import { EditButton } from '../edit-button.tsx';
import styles from '../overview/overview.module.css';
import type { Incident } from '../queries.ts';
import { formatSize } from './upload.ts';
import { UploadList } from './upload-list.tsx';
import { filesOf, useUploads } from './use-uploads.ts';

const FEW = 6;

/** The incident's files: download by name, add by the button or by dropping them here. */
export function Files({ incident }: { incident: Incident }) {
  const { data, error, refetch } = useApi(routes.timeline.files, { params: { incident: incident.key } });
  const { uploads, add, retry, drop } = useUploads(incident.key);
  const [over, setOver] = useState(false);
  const [all, setAll] = useState(false);
  const mayPost = can(incident, 'post');
  const files = data?.data ?? [];
  const shown = all ? files : files.slice(0, FEW);
  const onDrop = (event: React.DragEvent): void => {
    event.preventDefault();
    setOver(false);
    add(filesOf(event.dataTransfer));
  };
  const zone = mayPost ? { onDrop, onDragOver: (event: React.DragEvent) => (event.preventDefault(), setOver(true)), onDragLeave: () => setOver(false) } : {};
  return (
    <Section title="Files" note={mayPost ? <AddFiles onFiles={add} /> : undefined}>
      <div {...zone} className={styles.drop} data-over={over || undefined}>
        {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data && files.length === 0 && uploads.length === 0 && <p className={styles.quiet}>{mayPost ? 'None yet. Drop one here, or paste it into the conversation.' : 'None yet.'}</p>}
        {shown.map((file) => (
          <div key={file.id} className={styles.file}>
            {file.mediaType.startsWith('image/') ? <IconPhoto size={15} aria-hidden="true" /> : <IconFile size={15} aria-hidden="true" />}
            <a className={styles.name} href={addressOf(routes.timeline.download, { params: { incident: incident.key, id: file.id } })} download={file.name} title={`Download ${file.name}, ${formatSize(file.size)}${file.uploadedBy === null ? '' : `, from ${file.uploadedBy}`}`}>
              {file.name}
            </a>
            <span className={styles.quiet}>
              <Time at={file.createdAt} />
            </span>
          </div>
        ))}
        {files.length > shown.length && (
          <EditButton onClick={() => setAll(true)} label={`${files.length - shown.length} more files`}>
            {files.length - shown.length} more
          </EditButton>
        )}
        <UploadList uploads={uploads} onRetry={retry} onDrop={drop} />
      </div>
    </Section>
  );
}

function AddFiles({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <FileButton multiple onChange={onFiles}>
      {(props) => (
        <button type="button" {...props} className={styles.add} style={{ background: 'none', border: 0, cursor: 'pointer' }}>
          Add
        </button>
      )}
    </FileButton>
  );
}

