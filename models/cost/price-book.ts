import { needsActivities, needsTeams } from '../../domain/cost/from-state.ts';
import type { PreparedPricing } from '../../domain/cost/periods.ts';
import { preparePricing } from '../../domain/cost/prepare.ts';
import { type CostPricing, pricedParts, pricingOf } from '../../domain/cost/pricing.ts';
import type { Database } from '../connect.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { select } from '../sql.ts';
import { type PriceLists, priceLists } from './price-lists.ts';

/** A pricing with its id and what it asks for; checked and read once for all incidents that share it. */
export interface BookedPricing {
  /** SHA-256 of organization and content. */
  id: string;
  organizationId: string;
  pricing: CostPricing;
  prepared: PreparedPricing;
  needsTeams: boolean;
  needsActivities: boolean;
  /** True once it is in the table. */
  isStored: boolean;
}
/** Which incident a pricing is for; times ISO. */
export interface Priceable {
  organizationId: string;
  projectId: string;
  typeId: string;
  reportedAt: string;
}
/** A row of `cost_pricings`. */
export type StoredPricing = Pick<BookedPricing, 'id' | 'organizationId' | 'pricing'>;
/** The pricings of some organizations, each made once. Throws DomainError when rates or a model make no sense. */
export interface PriceBook {
  /** What an incident is priced with by the versions in force until `until`. */
  current(incident: Priceable, until: string): BookedPricing;
  /** A pricing that was stored under an id. */
  stored(row: StoredPricing): BookedPricing;
}

/** Opens the book as it is now; one statement. */
export async function openPriceBook(db: Database, organizationIds: readonly string[]): Promise<PriceBook> {
  const lists = await priceLists(db, organizationIds);
  const byContent = new Map<string, BookedPricing>();
  const byUse = new Map<string, BookedPricing>();
  const booked = (row: StoredPricing): BookedPricing => {
    const { pricing } = row;
    const known = byContent.get(row.id) ?? { ...row, prepared: preparePricing(pricedParts(pricing)), needsTeams: needsTeams(pricing), needsActivities: needsActivities(pricing), isStored: false };
    byContent.set(row.id, known);
    return known;
  };
  return {
    current(incident, until) {
      const use = useOf(lists, incident, until);
      const known = byUse.get(use);
      if (known !== undefined) return known;
      const { organizationId } = incident;
      const pricing = pricingOf(lists.of(incident), incident.reportedAt, until);
      const made = booked({ id: pricingId(organizationId, pricing), organizationId, pricing });
      byUse.set(use, made);
      return made;
    },
    stored: booked,
  };
}

/** Equal for incidents that are priced alike: same versions before and after the report. */
function useOf(lists: PriceLists, { organizationId, projectId, typeId, reportedAt }: Priceable, until: string): string {
  const { rates, models } = lists.of({ organizationId, projectId, typeId });
  const place = (versions: readonly { from: string }[]): string => `${versions.filter((v) => v.from <= reportedAt).length}/${versions.filter((v) => v.from <= until).length}`;
  return [organizationId, projectId, typeId, place(rates), place(models)].join(' ');
}

function pricingId(organizationId: string, pricing: CostPricing): string {
  return sha256(`${organizationId}\n${canonicalJson(pricing)}`);
}

/** Stores pricings that costs refer to; those that are there stay as they are. */
export async function savePricings(db: Database, pricings: readonly BookedPricing[]): Promise<void> {
  if (pricings.length === 0) return;
  // in the order of their ids, so that two that write the same ones wait for each other instead of locking up
  const rows = pricings.map(({ id, organizationId, pricing }) => ({ id, organizationId, pricing })).sort((a, b) => (a.id < b.id ? -1 : 1));
  await select(
    db,
    `insert into cost_pricings (id, organization_id, pricing) select id, "organizationId", pricing from jsonb_to_recordset($1::jsonb) as r(id text, "organizationId" uuid, pricing jsonb)
     on conflict (id) do nothing returning id`,
    [JSON.stringify(rows)],
  );
  for (const pricing of pricings) pricing.isStored = true;
}
