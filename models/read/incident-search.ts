import type { Bind } from '../batch.ts';
import { likeText, storableText } from '../values.ts';

const MOST_WORDS = 5;
/** Shorter words and numbers are like too many others. */
const MAY_BE_MISSPELT = /^\p{L}{4,}$/u;

/**
 * A `select` of the ids of incidents that are what somebody typed: an exact key (also a former one), words of title or description in any
 * form, or part of the title; when there is none of those, titles whose words are like those typed. Each way has its index.
 */
export function searchIds(text: string, organizationId: string, bind: Bind): string {
  const typed = text.trim();
  const q = bind(storableText(typed));
  const organization = bind(organizationId);
  const ways = [
    `select k.incident_id as id from incident_keys k where k.organization_id = ${organization} and k.key = upper(${q})`,
    `select s.id from incidents s where s.organization_id = ${organization} and s.search @@ (websearch_to_tsquery('english', ${q}) || websearch_to_tsquery('simple', ${q}))`,
    `select s.id from incidents s where s.organization_id = ${organization} and s.title ilike ${bind(`%${likeText(typed)}%`)}`,
  ];
  const exact = ways.join(' union ');
  const words = storableText(typed).split(/\s+/);
  if (words.length > MOST_WORDS || !words.every((word) => MAY_BE_MISSPELT.test(word))) return exact;
  const alike = words.map((word) => `select incidents_titled_like(${organization}::uuid, ${bind(word)}) as id`).join(' intersect ');
  // comparing spellings is the dearest way by far, so it is only gone when the others found nothing
  return `with exact as materialized (${exact}) select id from exact union all select id from (${alike}) alike where not exists (select from exact)`;
}
