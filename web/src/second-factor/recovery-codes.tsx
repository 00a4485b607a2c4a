import { Button, Checkbox, CopyButton } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../api/session.ts';
import styles from './second-factor.module.css';

function download(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = 'dispatch-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Ten recovery codes, shown only now; one goes on after saying that they are kept. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const [kept, setKept] = useState(false);
  const { person, organization } = useSession();
  const file = [`Recovery codes of ${person.email} at ${organization.name} (Dispatch). Each works once.`, '', ...codes, ''].join('\n');
  return (
    <div className={styles.form}>
      <p>When your phone or key is lost, one of these lets you in. Each works once, and they are shown only now: print them, or keep them in a password manager.</p>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <CopyButton value={codes.join('\n')}>{({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy the codes'}</Button>}</CopyButton>
        <Button onClick={() => download(file)}>Download as a file</Button>
      </div>
      <Checkbox checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} label="I have kept the codes where I find them without my phone" />
      <div>
        <Button variant="filled" disabled={!kept} onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
