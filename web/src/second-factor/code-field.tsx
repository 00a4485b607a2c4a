import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import styles from './second-factor.module.css';

type Props = { label: string; action: string; digits?: number; busy: boolean; error: string | undefined; autoFocus?: boolean; disabled?: boolean; onCode: (code: string) => void };

/** One field for a code: takes what is pasted or filled in, sends it as soon as it is whole, and is empty again after a wrong one. */
export function CodeField({ label, action, digits = 6, busy, error, autoFocus = true, disabled = false, onCode }: Props) {
  const [code, setCode] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const [lastError, setLastError] = useState(error);
  if (error !== lastError) {
    setLastError(error);
    if (error !== undefined) setCode('');
  }
  useEffect(() => {
    if (error !== undefined) input.current?.focus();
  }, [error]);
  const change = (text: string): void => {
    const next = text.replaceAll(/\D/g, '').slice(0, digits);
    setCode(next);
    if (next.length === digits && next !== code && !busy && !disabled) onCode(next);
  };
  return (
    <form
      noValidate
      className={styles.way}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === digits) onCode(code);
      }}
    >
      <TextInput ref={input} label={label} inputMode="numeric" pattern="[0-9]*" autoComplete="one-time-code" autoFocus={autoFocus} data-autofocus={autoFocus || undefined} size="md" classNames={{ input: styles.code ?? '' }} value={code} error={error} readOnly={busy} onChange={(event) => change(event.currentTarget.value)} />
      <Button type="submit" variant="filled" fullWidth loading={busy} disabled={code.length < digits || disabled}>
        {action}
      </Button>
    </form>
  );
}
