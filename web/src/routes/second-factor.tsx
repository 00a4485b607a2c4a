import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { handBack } from '../second-factor/provider-window.ts';
import { AuthFrame } from './auth-frame.tsx';

/** Where the provider of a second factor sends its window back to: tells the window that waits, and closes. */
export function SecondFactorReturnPage() {
  const { state, duo_code: code, error } = useSearch({ from: '/second-factor' });
  const isGood = state !== undefined && code !== undefined && error === undefined;
  useEffect(() => {
    if (state === undefined) return;
    handBack({ state, code: isGood && code !== undefined ? code : null });
    window.close();
  }, [state, code, isGood]);
  return (
    <AuthFrame title={isGood ? 'Done here' : 'Not confirmed'} lead={isGood ? 'Close this window and go on in the other one.' : 'Close this window and try again in the other one, or use another way there.'}>
      {null}
    </AuthFrame>
  );
}
