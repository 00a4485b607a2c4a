import type { Stage } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';

/** How many incidents stand in each stage, over all organizations; stages without incidents are missing. */
export async function incidentsByStage(db: Database): Promise<{ stage: Stage; count: number }[]> {
  return select<{ stage: Stage; count: number }>(db, 'select stage, count(*)::int as count from incidents group by stage');
}
