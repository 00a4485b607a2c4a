import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import styles from './files.module.css';
import { formatSize } from './upload.ts';
import type { Upload } from './use-uploads.ts';

/** Files on their way, with progress, and what to do about one that failed. */
export function UploadList({ uploads, onRetry, onDrop }: { uploads: readonly Upload[]; onRetry: (id: number) => void; onDrop: (id: number) => void }) {
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.uploads}>
      {uploads.map(({ id, file, share, problem }) => (
        <li key={id}>
          <span className={styles.uploadName} title={file.name}>
            {file.name}
          </span>
          {problem === undefined ? <Progress value={share * 100} size={4} aria-label={`${file.name}: ${Math.round(share * 100)} % of ${formatSize(file.size)} sent`} className={styles.bar} /> : <small role="alert">{problem.detail ?? problem.title}</small>}
          {problem !== undefined && problem.status !== 413 && (
            <Button size="xs" onClick={() => onRetry(id)}>
              Retry
            </Button>
          )}
          <ActionIcon size={22} onClick={() => onDrop(id)} aria-label={problem === undefined ? `Cancel ${file.name}` : `Put ${file.name} away`}>
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
