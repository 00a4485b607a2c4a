import type { CostPricing } from '../../domain/cost/pricing.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import type { StoredPricing } from './price-book.ts';

/** Stored pricings by id; unknown ones are missing. */
export async function storedPricings(db: Database, ids: readonly string[]): Promise<Map<string, StoredPricing>> {
  if (ids.length === 0) return new Map();
  const rows = await select<{ id: string; organizationId: string; pricing: CostPricing }>(db, 'select id, organization_id as "organizationId", pricing from cost_pricings where id = any($1::text[])', [[...new Set(ids)]]);
  return new Map(rows.map((row) => [row.id, row]));
}
