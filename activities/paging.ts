import { lastHolderOf } from '../domain/incident/roles.ts';
import type { Participant } from '../domain/incident/state.ts';
import { engagementFacts } from '../models/configuration.ts';
import type { Kit } from './deps.ts';
import { oncallIdOf } from './engagements.ts';
import { mailNote } from './mail.ts';
import { pageCommanderMessage } from './messages/page-commander.ts';
import { messageIncident } from './recipients.ts';
import { joinNotes } from './settle.ts';
import { loadSubject, markOf, type Subject, vendorPeople } from './subject.ts';
import { tell } from './tell.ts';
import type { IntegrationActivities } from './types.ts';

/** The activity that wakes the commander: through the on-call system of the service that named them, and by mail in any case. */
export function pagingActivities(kit: Kit): Pick<IntegrationActivities, 'pageCommander'> {
  return {
    async pageCommander({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      const commander = lastHolderOf(subject.state, 'commander');
      if (commander === null) return { resource: null, note: 'Nobody was paged: the incident has no commander' };
      const message = pageCommanderMessage({ incident: messageIncident(subject), person: commander });
      const purpose = `page/${commander.personId}`;
      const mailed = await tell(kit, subject, { kind: 'page-commander', chat: { key: purpose, message, onlyFor: [commander.email] }, letters: [{ purpose, to: commander, message }] });
      const paged = await pageThroughService(kit, subject, commander);
      return { resource: null, note: joinNotes(paged, mailNote(mailed)) };
    },
  };
}

/** The mark is the on-call system's key against duplicates: twice the same is one page. */
async function pageThroughService(kit: Kit, subject: Subject, commander: Participant): Promise<string> {
  const service = await serviceOf(kit, subject, commander);
  const externalId = service === null ? null : oncallIdOf(service);
  if (service === null || externalId === null) return `${commander.name} was not named by a service, so there is no pager to call`;
  const { impl } = await kit.registry.provider({ ...subject.place, pluginId: service.oncallPlugin }, 'oncall');
  const [person] = vendorPeople([commander]);
  if (person !== undefined) await impl.page({ ...markOf(subject.state.id, `page:${commander.personId}`), serviceExternalId: externalId, person, brief: subject.brief });
  return `${commander.name} was paged through ${service.name}`;
}

async function serviceOf(kit: Kit, { place }: Subject, { source }: Participant) {
  if (source.kind !== 'rule') return null;
  const rule = (await engagementFacts(kit.db, place.organizationId, place.projectId)).find((r) => r.id === source.ruleId);
  return rule?.target.kind === 'service' ? rule.target : null;
}
