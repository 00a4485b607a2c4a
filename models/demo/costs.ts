import type { Database } from '../connect.ts';
import { passPageAfter } from '../cost/pass-inputs.ts';
import { openPricer, recalculate } from '../cost/recalculate.ts';
import { organizationIds } from '../organizations.ts';

const PAGE = 200;

/** Prices every incident once, so that the demo has costs before the first pass of the Schedule. */
export async function priceDemo(db: Database, asOf: string): Promise<void> {
  const pricer = await openPricer(db, await organizationIds(db));
  for (let cursor: string | null = null; ; ) {
    const page = await passPageAfter(db, cursor, PAGE);
    await recalculate(db, page.inputs, { pricer, asOf });
    cursor = page.last;
    if (page.visited < PAGE) return;
  }
}
