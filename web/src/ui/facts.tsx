import type { ReactNode } from 'react';
import styles from './marks.module.css';
import { formatMoney } from './money-format.ts';

/** An amount of money (a number, or a decimal text as the API sends it) in whole units of its currency, to the cent on hover; nothing known is a dash. */
export function Money({ amount, currency }: { amount: number | string | null | undefined; currency: string | undefined }) {
  if (amount === null || amount === undefined) return <span>–</span>;
  const value = Number(amount);
  return <span title={formatMoney(value, currency, 2)} data-figures>{formatMoney(value, currency)}</span>;
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
