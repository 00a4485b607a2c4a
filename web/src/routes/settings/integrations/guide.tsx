import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useId } from 'react';
import type { routes } from '../../../../../api/contract/index.ts';
import type { OutputOf } from '../../../api/client.ts';
import styles from './guide.module.css';

type Guide = NonNullable<OutputOf<typeof routes.settings.plugins.list>['data'][number]['guide']>;

/** What to copy to the vendor when a plugin is set up: addresses and texts. */
export function SetupGuide({ guide, vendor }: { guide: Guide; vendor: string }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.guide}>
      <h3 id={id}>To copy to {vendor}</h3>
      <ul>
        {guide.texts.map(({ label, hint, text }) => (
          <li key={label} className={styles.text}>
            <div>
              <strong>{label}</strong>
              <p>{hint}</p>
            </div>
            <Copy value={text} what={label} />
            <details>
              <summary>Show it</summary>
              <textarea readOnly rows={14} aria-label={label} value={text} spellCheck={false} />
            </details>
          </li>
        ))}
      </ul>
      {guide.addresses.length > 0 && (
        <details>
          <summary>Request addresses one by one</summary>
          <p className={styles.hint}>The manifest holds them already. They must be reachable from outside over HTTPS.</p>
          <ul>
            {guide.addresses.map(({ label, url }) => (
              <li key={url} className={styles.address}>
                <span>{label}</span>
                <code>{url}</code>
                <Copy value={url} what={label} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Copy({ value, what }: { value: string; what: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button size="xs" onClick={copy} aria-label={`Copy: ${what}`} leftSection={copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  );
}
