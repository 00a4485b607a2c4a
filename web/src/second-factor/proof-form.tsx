import { Button, TextInput } from '@mantine/core';
import { IconExternalLink, IconKey } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { FactorMethod, StepUpOffer } from '../../../api/contract/second-factor.ts';
import { Notice } from '../ui/notice.tsx';
import { hasKeys } from './browser-key.ts';
import { CodeField } from './code-field.tsx';
import styles from './second-factor.module.css';
import { type ProofWay, useProof } from './use-proof.ts';

type Choice = FactorMethod | { id: 'recovery'; kind: 'recovery'; name: string };

const RECOVERY: Choice = { id: 'recovery', kind: 'recovery', name: 'Recovery code' };
const LINKS: Record<Choice['kind'], (name: string) => string> = {
  code: () => 'Use a code of the authenticator app',
  webauthn: () => 'Use a security key or passkey',
  redirect: (name) => `Use ${name}`,
  recovery: () => 'Use a recovery code',
};

/** Asks for one of the second factors that a person has, the safest first, with the others a click away. `action` is what happens then, e.g. "Sign in". */
export function ProofForm({ offer, way, action }: { offer: StepUpOffer; way: ProofWay; action: string }) {
  // A key needs https or localhost; where the browser has none to offer, it is not offered first.
  const usable = offer.methods.filter((method) => method.kind !== 'webauthn' || hasKeys());
  const choices: Choice[] = [...usable, ...(offer.recovery ? [RECOVERY] : [])];
  const [chosenId, choose] = useState<string | undefined>(undefined);
  const chosen = choices.find((choice) => choice.id === chosenId) ?? choices[0];
  const proof = useProof(way);
  if (!chosen) return <NoWay />;
  return (
    <div className={styles.proof}>
      {proof.trouble !== undefined && chosen.kind !== 'code' && chosen.kind !== 'recovery' && (
        <Notice tone="fail" title="That did not work">
          <p>{proof.trouble}</p>
        </Notice>
      )}
      {chosen.kind === 'code' && <CodeField key="code" label="Code of your authenticator app" action={action} busy={proof.busy} error={proof.trouble} onCode={(code) => proof.code(chosen.id, code)} />}
      {chosen.kind === 'recovery' && <RecoveryField action={action} busy={proof.busy} error={proof.trouble} onCode={proof.recovery} />}
      {chosen.kind === 'webauthn' && <KeyButton busy={proof.busy} onUse={() => proof.key(chosen.id)} />}
      {chosen.kind === 'redirect' && <ProviderButton name={chosen.name} busy={proof.busy} onOpen={() => proof.provider(chosen.id)} onGiveUp={proof.reset} />}
      {choices.length > 1 && (
        <ul className={styles.others}>
          {choices
            .filter((choice) => choice.id !== chosen.id)
            .map((choice) => (
              <li key={choice.id}>
                <button
                  type="button"
                  onClick={() => {
                    proof.reset();
                    choose(choice.id);
                  }}
                >
                  {LINKS[choice.kind](choice.name)}
                </button>
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}

function NoWay() {
  return (
    <Notice tone="wait" title="There is no way to prove it here">
      <p>What you set up cannot be used at this address or is not offered any more, and you have no recovery codes left. An administrator can remove your second factors, so that you can set up new ones.</p>
    </Notice>
  );
}

function KeyButton({ busy, onUse }: { busy: boolean; onUse: () => void }) {
  return (
    <div className={styles.way}>
      <p>{busy ? 'Touch your key, or confirm on your device.' : 'Have your security key ready, or the device that holds your passkey.'}</p>
      <Button variant="filled" fullWidth autoFocus data-autofocus loading={busy} leftSection={<IconKey size={16} aria-hidden="true" />} onClick={onUse}>
        Use the key
      </Button>
    </div>
  );
}

function ProviderButton({ name, busy, onOpen, onGiveUp }: { name: string; busy: boolean; onOpen: () => void; onGiveUp: () => void }) {
  return (
    <div className={styles.way}>
      <p>{busy ? `Confirm in the window of ${name}. This page goes on by itself.` : `${name} asks you in a window of its own.`}</p>
      {busy ? (
        <Button fullWidth onClick={onGiveUp}>
          Stop waiting
        </Button>
      ) : (
        <Button variant="filled" fullWidth autoFocus data-autofocus rightSection={<IconExternalLink size={15} aria-hidden="true" />} onClick={onOpen}>
          Continue with {name}
        </Button>
      )}
    </div>
  );
}

function RecoveryField({ action, busy, error, onCode }: { action: string; busy: boolean; error: string | undefined; onCode: (code: string) => void }) {
  const [code, setCode] = useState('');
  const id = useId();
  return (
    <form
      noValidate
      className={styles.way}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') onCode(code.trim());
      }}
    >
      <TextInput id={id} label="Recovery code" description="One of the ten that you kept. Each works once." inputWrapperOrder={['label', 'input', 'description', 'error']} autoFocus data-autofocus autoComplete="off" spellCheck={false} size="md" classNames={{ input: styles.recovery ?? '' }} maxLength={40} value={code} error={error} onChange={(event) => setCode(event.currentTarget.value)} />
      <Button type="submit" variant="filled" fullWidth loading={busy} disabled={code.trim().length < 4}>
        {action}
      </Button>
    </form>
  );
}
