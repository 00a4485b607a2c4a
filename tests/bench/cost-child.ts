import { costActivities } from '../../activities/costs.ts';
import type { Kit } from '../../activities/deps.ts';
import { MINUTE, plus } from '../../domain/time.ts';
import { connect } from '../../models/connect.ts';
import type { PassFigures } from './cost.ts';

/** As the workflow asks for them. */
const PAGE = 5000;

// A process of its own, so that its peak memory is that of the pass. Three passes: the first calculation, one in which every cost moves, one in which none does.
const settings = JSON.parse(process.env['BENCH_DATABASE'] ?? '{}');
const asOf = process.env['BENCH_AS_OF'] ?? '';
let statements = 0;
const db = connect(settings, { onStatement: () => void (statements += 1) });
const kit = { db, now: () => new Date(), logger: { warn: (...what: unknown[]) => console.error(...what) } } as unknown as Kit;
const { recalculateCosts } = costActivities(kit);

async function pass(at: string): Promise<PassFigures> {
  statements = 0;
  const begin = performance.now();
  let written = 0;
  let cursor: string | null = null;
  do {
    const page: { cursor: string | null; written: number } = await recalculateCosts({ cursor, pageSize: PAGE, asOf: at });
    cursor = page.cursor;
    written += page.written;
  } while (cursor !== null);
  return { milliseconds: performance.now() - begin, statements, written };
}

await db.ping();
const first = await pass(asOf);
const moved = await pass(plus(asOf, 5 * MINUTE));
const still = await pass(plus(asOf, 5 * MINUTE));
await db.close();
process.stdout.write(JSON.stringify({ first, moved, still, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
