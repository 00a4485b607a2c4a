import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import styles from './guide.module.css';

/** How each part of an instance is doing: what lacks something comes first, the rest can be unfolded. */
export function HealthParts({ parts }: { parts: readonly { label: string; ok: boolean; detail: string }[] }) {
  const ill = parts.filter((part) => !part.ok);
  const well = parts.filter((part) => part.ok);
  return (
    <div className={styles.parts}>
      {ill.length > 0 && <Parts parts={ill} />}
      {well.length > 0 && (
        <details open={ill.length === 0 && well.length <= 3}>
          <summary>
            {well.length} {well.length === 1 ? 'feature works' : 'features work'}
          </summary>
          <Parts parts={well} />
        </details>
      )}
    </div>
  );
}

function Parts({ parts }: { parts: readonly { label: string; ok: boolean; detail: string }[] }) {
  return (
    <ul>
      {parts.map(({ label, ok, detail }) => (
        <li key={label}>
          {ok ? <IconCircleCheck size={15} color="var(--ok)" aria-label="works" /> : <IconAlertCircle size={15} color="var(--fail)" aria-label="does not work" />}
          <span>{label.charAt(0).toUpperCase() + label.slice(1)}</span>
          <span className={styles.detail}>{detail}</span>
        </li>
      ))}
    </ul>
  );
}
