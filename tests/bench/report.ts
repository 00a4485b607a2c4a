import type { Summary } from './stats.ts';

/** One line of the table; `aim` is a limit on `value` with its words, null when there is none. */
export interface Row {
  what: string;
  summary: Summary | null;
  /** The figure the aim is about. */
  value: number;
  /** Empty for a plain number. */
  unit: 'ms' | 'MB' | '×' | '';
  aim: { limit: number; words: string } | null;
  peer: string | null;
  note: string | null;
}

const format = (value: number, unit: Row['unit']): string => `${value >= 100 || unit === '' ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2)} ${unit}`.trim();

function verdict(row: Row): string {
  if (row.aim === null) return '–';
  return row.value <= row.aim.limit ? `${row.aim.words}: met` : `${row.aim.words}: **missed**`;
}

/** The rows as a Markdown table. */
export function toMarkdown(rows: readonly Row[]): string {
  const head = '| what | median | p99 | n | aim | peer |\n|---|---:|---:|---:|---|---|';
  const body = rows.map((row) => {
    const median = format(row.summary?.median ?? row.value, row.unit);
    const p99 = row.summary === null ? '–' : format(row.summary.p99, row.unit);
    return `| ${row.what}${row.note === null ? '' : ` (${row.note})`} | ${median} | ${p99} | ${row.summary?.count ?? 1} | ${verdict(row)} | ${row.peer ?? '–'} |`;
  });
  return [head, ...body].join('\n');
}
