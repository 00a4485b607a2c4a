import styles from './marks.module.css';

const SHAPES = ['M6 1.2 11.4 10.8H.6z', 'M6 .4 11.6 6 6 11.6.4 6z', 'M1.4 1.4h9.2v9.2H1.4z', 'M1 5h10v2H1z'];

const stepOf = (rank: number): number => Math.min(Math.max(Math.round(rank), 1), 4);

/** The token of a severity's colour; rank 1 is the worst, everything from 4 on is calm. */
export function severityColor(rank: number): string {
  return `var(--sev${stepOf(rank)})`;
}

/** The shape of a severity (triangle, diamond, square, dash from worst to calmest), so that colour is never alone; it is hidden from readers. */
export function SeverityMark({ rank }: { rank: number }) {
  return (
    <svg className={styles.mark} viewBox="0 0 12 12" aria-hidden="true" fill={severityColor(rank)}>
      <path d={SHAPES[stepOf(rank) - 1]} />
    </svg>
  );
}

/** A severity by shape, word and colour; `filled` gives it a quiet ground for headers. Rank 1 is the worst. */
export function SeverityBadge({ name, rank, filled = false }: { name: string; rank: number; filled?: boolean }) {
  const step = stepOf(rank);
  return (
    <span className={filled ? styles.badge : styles.plain} style={{ color: `var(--sev${step})`, background: filled ? `var(--sev${step}-bg)` : undefined }}>
      <SeverityMark rank={rank} />
      <span className={styles.word}>{name}</span>
    </span>
  );
}
