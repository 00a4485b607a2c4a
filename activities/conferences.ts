import { conferenceName } from '../domain/incident/naming.ts';
import type { Kit } from './deps.ts';
import { ensureResource } from './ensure.ts';
import { vendorPeople } from './subject.ts';
import type { IntegrationActivities } from './types.ts';

/** Activities about the incident's call. */
export function conferenceActivities(kit: Kit): Pick<IntegrationActivities, 'createConference'> {
  return {
    createConference: (input) =>
      ensureResource(kit, input, {
        kind: 'conference',
        capability: 'conference',
        // Calls show in calendars that others may see: the key only, never the title of a restricted incident.
        create: (conference, { state, url, restricted, present }, { mark }) =>
          conference.create({
            ...mark,
            name: state.key,
            project: state.project.name,
            title: conferenceName(state.key),
            description: restricted ? url : `${state.title}\n${url}`,
            people: vendorPeople(present),
          }),
      }),
  };
}
