import { Button, Modal, TextInput } from '@mantine/core';
import { IconDeviceMobile, IconExternalLink, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { FactorMethod } from '../../../api/contract/second-factor.ts';
import { Notice } from '../ui/notice.tsx';
import { hasKeys } from './browser-key.ts';
import { EnrolApp } from './enrol-app.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import styles from './second-factor.module.css';
import { useEnrolment } from './use-enrolment.ts';

type Props = { opened: boolean; methods: readonly FactorMethod[]; onClose: () => void };

const ICONS = { code: IconDeviceMobile, webauthn: IconKey, redirect: IconExternalLink } as const;
const ABOUT = {
  code: 'An app on your phone shows a new code every 30 seconds.',
  webauthn: 'A USB or NFC key, or the fingerprint, face or PIN of this device. Cannot be phished.',
  redirect: 'Confirmed in a window of its own, as your organization set it up.',
} as const;
const NAMES = { code: 'Phone', webauthn: 'Security key', redirect: '' } as const;

/** Sets a second factor up, and shows the recovery codes after the first one; those are not lost by a slip. */
export function EnrolDialog({ opened, methods, onClose }: Props) {
  return opened ? <OpenDialog methods={methods} onClose={onClose} /> : null;
}

function OpenDialog({ methods, onClose }: Omit<Props, 'opened'>) {
  const enrolment = useEnrolment(onClose);
  const codes = enrolment.recoveryCodes;
  return (
    <Modal opened onClose={onClose} size={520} closeOnClickOutside={false} closeOnEscape={!codes} withCloseButton={!codes} title={codes ? 'Keep your recovery codes' : 'Set up a second factor'}>
      {codes ? <RecoveryCodes codes={codes} onDone={onClose} /> : <Enrolment methods={methods} enrolment={enrolment} />}
    </Modal>
  );
}

function Enrolment({ methods, enrolment }: Pick<Props, 'methods'> & { enrolment: ReturnType<typeof useEnrolment> }) {
  const [method, setMethod] = useState<FactorMethod | undefined>(undefined);
  const [name, setName] = useState('');
  const choose = (chosen: FactorMethod): void => {
    setMethod(chosen);
    setName(NAMES[chosen.kind] || chosen.name);
    if (chosen.kind === 'code') enrolment.begin(chosen.id);
  };
  const trouble = enrolment.trouble !== undefined && !enrolment.ask && (
    <Notice tone="fail" title="That did not work">
      <p>{enrolment.trouble}</p>
    </Notice>
  );
  if (method?.kind === 'code' && enrolment.ask?.kind === 'code') return <EnrolApp ask={enrolment.ask} busy={enrolment.busy} error={enrolment.trouble} name={name} onName={setName} onCode={(code) => enrolment.code(code, name)} />;
  if (method && method.kind !== 'code') {
    return (
      <div className={styles.form}>
        {trouble}
        <TextInput label="Name" description="To tell it apart, e.g. where you keep it." inputWrapperOrder={['label', 'input', 'description', 'error']} data-autofocus autoFocus maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <div className={styles.buttons}>
          <Button variant="filled" loading={enrolment.busy} disabled={name.trim() === ''} onClick={() => (method.kind === 'webauthn' ? enrolment.key(method.id, name) : enrolment.provider(method.id, name))}>
            {method.kind === 'webauthn' ? 'Register the key' : `Continue with ${method.name}`}
          </Button>
          <Button
            onClick={() => {
              enrolment.reset();
              setMethod(undefined);
            }}
          >
            Choose another way
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={styles.form}>
      {trouble}
      <div className={styles.choices}>
        {methods.filter((each) => each.canAdd).map((each) => <MethodButton key={each.id} method={each} onChoose={() => choose(each)} />)}
      </div>
    </div>
  );
}

function MethodButton({ method, onChoose }: { method: FactorMethod; onChoose: () => void }) {
  const Icon = ICONS[method.kind];
  const usable = method.kind !== 'webauthn' || hasKeys();
  return (
    <button type="button" disabled={!usable} onClick={onChoose}>
      <Icon size={20} aria-hidden="true" />
      <strong>{method.name}</strong>
      <span>{usable ? ABOUT[method.kind] : 'Needs https, or the address localhost.'}</span>
    </button>
  );
}
