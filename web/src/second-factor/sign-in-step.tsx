import { useMemo } from 'react';
import { routes } from '../../../api/contract/index.ts';
import type { StepUpOffer } from '../../../api/contract/second-factor.ts';
import { call } from '../api/client.ts';
import { AuthFrame } from '../routes/auth-frame.tsx';
import { ProofForm } from './proof-form.tsx';
import styles from './second-factor.module.css';
import type { ProofWay } from './use-proof.ts';

/** The second half of signing in, after a right password. `next` is where to go then. */
export function SignInStep({ offer, next, onBack }: { offer: StepUpOffer; next: string; onBack: () => void }) {
  const ticket = offer.ticket ?? '';
  const way = useMemo<ProofWay>(
    () => ({
      ask: (method) => call(routes.secondFactor.signInAsk, { body: { ticket, method } }),
      send: async (answer) => {
        await call(routes.secondFactor.signIn, { body: { ticket, answer } });
        // A whole new page load, so that nothing read before signing in stays in memory.
        window.location.assign(next);
      },
    }),
    [ticket, next],
  );
  return (
    <AuthFrame title="Your second factor" lead="The password is right. Now show that it is really you.">
      <div className={styles.signIn}>
        <ProofForm offer={offer} way={way} action="Sign in" />
        <button type="button" className={styles.back} onClick={onBack}>
          Sign in as somebody else
        </button>
      </div>
    </AuthFrame>
  );
}
