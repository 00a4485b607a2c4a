import type { FieldOption, SearchSource } from '../../domain/interactions/types.ts';
import { listIncidents } from '../../models/read/list-incidents.ts';
import { listPeople } from '../../models/read/people.ts';
import { usedTags } from '../../models/read/tags.ts';
import { listServices } from '../../models/settings/services.ts';
import { openRoles } from '../../domain/incident/roles.ts';
import { type Asking, incidentBy, stateOf } from './asking.ts';

const MOST = 50;
type Look = (asking: Asking, query: string, context: string) => Promise<FieldOption[]>;

const LOOKS: Record<SearchSource, Look> = {
  async people({ deps, viewer }, query) {
    const { data } = await listPeople(deps.db, viewer.organizationId, { q: query, limit: MOST });
    return data.map(({ email, name }) => ({ value: email, label: name, detail: email }));
  },
  async participants(asking, query, context) {
    const wanted = query.toLowerCase();
    const { participants } = await stateOf(asking, await incidentBy(asking, context));
    const here = participants.filter((p) => p.removedAt === null && (p.name.toLowerCase().includes(wanted) || p.email.includes(wanted)));
    return here.slice(0, MOST).map((p) => ({ value: p.email, label: p.name, detail: openRoles(p).join(', ') }));
  },
  async services({ deps, viewer }, query) {
    const wanted = query.toLowerCase();
    return (await listServices(deps.db, viewer.organizationId)).filter((one) => one.isEnabled && one.name.toLowerCase().includes(wanted)).slice(0, MOST).map(({ id, name }) => ({ value: id, label: name }));
  },
  async tags({ deps, viewer }, query) {
    const typed = query.trim();
    const known = await usedTags(deps.db, viewer, { like: typed, limit: MOST });
    const all = typed === '' || known.includes(typed) ? known : [typed, ...known];
    return all.map((tag) => ({ value: tag, label: tag }));
  },
  async incidents({ deps, viewer }, query) {
    const { data } = await listIncidents(deps.db, viewer, { limit: MOST, sort: '-reportedAt', ...(query.trim() === '' ? {} : { q: query }) });
    return data.map(({ id, key, title }) => ({ value: id, label: `${key} ${title}` }));
  },
};

/** What a field offers for what has been typed, among what the asker may see. */
export function lookUpOptions(asking: Asking, { source, query, context }: { source: SearchSource; query: string; context: string }): Promise<FieldOption[]> {
  return LOOKS[source](asking, query.slice(0, 100), context);
}
