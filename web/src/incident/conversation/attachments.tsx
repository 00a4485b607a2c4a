import { IconFile } from '@tabler/icons-react';
import { routes } from '../../../../api/contract/index.ts';
import type { Message } from '../../../../api/contract/timeline.ts';
import { addressOf } from '../../api/client.ts';
import { formatSize } from '../files/upload.ts';
import styles from './conversation.module.css';

type Attached = Message['files'][number];

// Only formats that cannot carry scripts are shown in place; everything else is downloaded.
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const LARGEST_SHOWN = 8_000_000;

/** The files of a message: pictures in place, others as downloads. */
export function Attachments({ incident, files }: { incident: string; files: readonly Attached[] }) {
  if (files.length === 0) return null;
  return (
    <div className={styles.attachments}>
      {files.map((file) => {
        const href = addressOf(routes.timeline.download, { params: { incident, id: file.id } });
        const shown = SHOWN.has(file.mediaType) && file.size <= LARGEST_SHOWN;
        return shown ? (
          <a key={file.id} href={href} target="_blank" rel="noopener noreferrer" title={`${file.name}, ${formatSize(file.size)}`}>
            <img className={styles.picture} src={href} alt={file.name} loading="lazy" />
          </a>
        ) : (
          <a key={file.id} href={href} download={file.name} className={styles.attachment} title={`Download ${file.name}`}>
            <IconFile size={14} aria-hidden="true" />
            <span>{file.name}</span>
            <small>{formatSize(file.size)}</small>
          </a>
        );
      })}
    </div>
  );
}
