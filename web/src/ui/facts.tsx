import type { ReactNode } from 'react';
import styles from './marks.module.css';
import { type Amount, formatMoney } from './money-format.ts';

/** An amount of money (a decimal text as the API sends it, or a number) in whole units of its currency, exact on hover; `exact` shows it so at once. Nothing known is a dash. */
export function Money({ amount, currency, exact = false }: { amount: Amount | null | undefined; currency: string | undefined; exact?: boolean }) {
  if (amount === null || amount === undefined) return <span>–</span>;
  const whole = formatMoney(amount, currency, 'minor');
  return (
    <span title={exact ? undefined : whole} data-figures>
      {exact ? whole : formatMoney(amount, currency)}
    </span>
  );
}

/** A key or id, in the monospaced face. */
export function Key({ children }: { children: ReactNode }) {
  return <span className={styles.key}>{children}</span>;
}

/** A key of the keyboard, or several in order: `<Kbd keys="g i" />`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span style={{ display: 'inline-flex', gap: 3 }}>
      {[...keys.split(' ').entries()].map(([place, key]) => (
        <kbd key={`${key}${place}`} className={styles.kbd}>
          {key.length === 1 ? key.toUpperCase() : key}
        </kbd>
      ))}
    </span>
  );
}

/** A quiet label for tags, kinds and visibility. */
export function Tag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className={styles.tag} title={title}>
      {children}
    </span>
  );
}
