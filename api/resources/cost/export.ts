import { STAGES, VISIBILITIES } from '../../../domain/incident/types.ts';
import { csvLine } from '../../../domain/csv.ts';
import { costRecords, type CostRecord, type ExportPlace } from '../../../models/read/cost-export.ts';
import type { routes } from '../../contract/index.ts';
import { writeChunk } from '../../http/chunks.ts';
import type { Call } from '../../http/handler.ts';
import { checkNames } from '../check-names.ts';

const PAGE = 500;

const COLUMNS: readonly (keyof CostRecord)[] = [
  'key', 'title', 'stage', 'type', 'severity', 'priority', 'project', 'services', 'commander', 'reportedAt', 'stableAt', 'closedAt', 'currency', 'response', 'other', 'total', 'hours', 'asOf', 'id',
];

const FORMATS = {
  // The mark tells spreadsheets that this is UTF-8.
  csv: { type: 'text/csv; charset=utf-8', head: `\uFEFF${csvLine(COLUMNS)}`, line: (record: CostRecord) => csvLine(COLUMNS.map((name) => cellOf(record[name]))) },
  jsonl: { type: 'application/jsonl; charset=utf-8', head: '', line: (record: CostRecord) => `${JSON.stringify(record)}\n` },
} as const;

function cellOf(value: CostRecord[keyof CostRecord]): string | null {
  return Array.isArray(value) ? value.join(' ') : value;
}

/** Streams the costs of the incidents that match and that the caller may see, newest first, page by page. */
export async function exportCosts({ deps, viewer, query, response }: Call<(typeof routes)['cost']['exportFile']>): Promise<void> {
  const { format, ...filter } = query;
  checkNames('stage', filter.stage, STAGES);
  checkNames('visibility', filter.visibility, VISIBILITIES);
  const { type, head, line } = FORMATS[format];
  let page = await costRecords(deps.db, viewer, { filter, after: null, limit: PAGE });
  response.set({ 'content-type': type, 'content-disposition': `attachment; filename="incident-costs.${format}"`, 'cache-control': 'no-store' });
  for (let text = head + page.map(line).join(''); await writeChunk(response, text); text = page.map(line).join('')) {
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    const after: ExportPlace = { reportedAt: last.reportedAt, id: last.id };
    page = await costRecords(deps.db, viewer, { filter, after, limit: PAGE });
  }
  response.end();
}
