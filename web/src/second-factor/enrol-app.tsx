import { CopyButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FactorAsk } from '../../../api/contract/second-factor.ts';
import { CodeField } from './code-field.tsx';
import { qrPicture } from './qr-code.ts';
import styles from './second-factor.module.css';

type Props = { ask: Extract<FactorAsk, { kind: 'code' }>; busy: boolean; error: string | undefined; name: string; onName: (name: string) => void; onCode: (code: string) => void };

const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

/** Setting an authenticator app up: scan or type the secret, then give the code that the app shows. */
export function EnrolApp({ ask, busy, error, name, onName, onCode }: Props) {
  const [typed, setTyped] = useState(false);
  const { secret = '', uri = '' } = ask;
  return (
    <div className={styles.app}>
      <img src={qrPicture(uri)} alt="QR code for an authenticator app" />
      <div className={styles.steps}>
        <p>Scan the picture with an authenticator app such as Aegis, 1Password, Google Authenticator or Microsoft Authenticator.</p>
        {typed ? (
          <div>
            <CopyButton value={secret}>
              {({ copied, copy }) => (
                <>
                  <code className={styles.secret}>{inFours(secret)}</code>
                  <button type="button" className={styles.link} onClick={copy}>
                    {copied ? 'Copied' : 'Copy the key'}
                  </button>
                </>
              )}
            </CopyButton>
          </div>
        ) : (
          <button type="button" className={styles.link} onClick={() => setTyped(true)}>
            Type a key instead
          </button>
        )}
        <TextInput label="Name" description="To tell it apart, e.g. the phone it is on." inputWrapperOrder={['label', 'input', 'description', 'error']} maxLength={80} value={name} onChange={(event) => onName(event.currentTarget.value)} />
        <CodeField label={`The ${ask.digits} digits that the app shows`} action="Set it up" digits={ask.digits} busy={busy} error={error} disabled={name.trim() === ''} onCode={onCode} />
      </div>
    </div>
  );
}
