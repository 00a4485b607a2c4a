import type { Bind } from '../batch.ts';
import { likeText, storableText } from '../values.ts';

const MOST_WORDS = 5;
/** Shorter words and numbers are like too many others. */
const MAY_BE_MISSPELT = /^\p{L}{4,}$/u;

/**
 * A `select` of the ids of incidents that are what somebody typed: an exact key (also a former one), words of title or description in any
 * form, part of the title, or a title whose words are like those typed. Each way has its index.
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
  const words = storableText(typed).split(/\s+/);
  if (words.length <= MOST_WORDS && words.every((word) => MAY_BE_MISSPELT.test(word))) {
    ways.push(`(${words.map((word) => `select incidents_titled_like(${organization}::uuid, ${bind(word)}) as id`).join(' intersect ')})`);
  }
  return ways.join(' union ');
}
