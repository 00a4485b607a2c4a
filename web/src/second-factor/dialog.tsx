import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FocusEvent, type KeyboardEvent, useMemo } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { useStore } from '../ui/store.ts';
import { ProofForm } from './proof-form.tsx';
import styles from './second-factor.module.css';
import { pendingStepUp } from './step-up.ts';
import type { ProofWay } from './use-proof.ts';

// Another dialog may be open behind this one; keys that end this one must not end that one as well.
function keepKeysHere(event: FocusEvent<HTMLElement>): void {
  event.target.setAttribute('data-mantine-stop-propagation', 'true');
}

/** Asks for the second factor that a sensitive action needs; the action goes on when it was given. */
export function StepUpDialog() {
  const client = useQueryClient();
  const pending = useStore(pendingStepUp);
  const way = useMemo<ProofWay>(
    () => ({
      ask: (method) => call(routes.secondFactor.ask, { body: { method } }),
      send: async (answer) => {
        await call(routes.secondFactor.prove, { body: { answer } });
        void client.invalidateQueries({ queryKey: ['secondFactor.status'] });
        pendingStepUp.get()?.settle(true);
      },
    }),
    [client],
  );
  const cancel = (): void => pending?.settle(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') cancel();
  };
  const mustEnrol = pending?.offer.mustEnrol === true;
  return (
    <Modal opened={pending !== undefined} onClose={cancel} size={420} zIndex={400} closeOnClickOutside={false} closeOnEscape={false} onFocusCapture={keepKeysHere} onKeyDown={onKeyDown} title={mustEnrol ? 'Set up a second factor first' : 'Confirm that it is you'}>
      {pending && (
        <div className={styles.dialog}>
          {mustEnrol ? (
            <MustEnrol onGo={cancel} />
          ) : (
            <>
              <p>This action is sensitive, so it needs your second factor. After that you are not asked again for a while.</p>
              <ProofForm offer={pending.offer} way={way} action="Confirm" />
            </>
          )}
        </div>
      )}
    </Modal>
  );
}

function MustEnrol({ onGo }: { onGo: () => void }) {
  return (
    <>
      <p>Your organization wants a second factor for this, and you have none yet. It takes a minute: an authenticator app, or a security key or passkey.</p>
      <Button
        variant="filled"
        fullWidth
        autoFocus
        data-autofocus
        onClick={() => {
          onGo();
          window.location.assign('/account#second-factor');
        }}
      >
        Set it up under My account
      </Button>
    </>
  );
}
