import type { ConferenceCapability, Mark, Meeting, VendorPerson } from '../contract.ts';
import { conferenceSecret, conferenceUrl } from './conference-url.ts';
import type { BuiltinContext } from './objects.ts';

interface Place extends Mark {
  name: string;
  project: string;
}

/** Conferences by link: the address comes from a template, with an unguessable part that is kept with the object. */
export function builtinConference(
  settings: { urlTemplate: string },
  context: BuiltinContext,
): ConferenceCapability {
  const { store } = context;
  const room = async (place: Place, data: Record<string, unknown>) => {
    const { mark, incidentId, name, project } = place;
    const url = conferenceUrl(settings.urlTemplate, {
      key: name,
      id: incidentId,
      project,
      secret: conferenceSecret(),
    });
    const object = await store.ensureObject({
      mark,
      incidentId,
      kind: 'conference',
      name,
      data: { ...data, url },
    });
    // Whoever made the object first chose the secret.
    return {
      id: object.id,
      name: object.name,
      created: object.created,
      data: object.data,
      url: typeof object.data['url'] === 'string' ? object.data['url'] : url,
    };
  };
  return {
    async create({ mark, incidentId, name, project, title }) {
      const {
        id,
        url,
        name: roomName,
      } = await room({ mark, incidentId, name, project: project ?? '' }, { title });
      return { externalId: id, url, name: roomName, passcode: null };
    },
    async schedule({ mark, incidentId, name, project, title, description, startsAt, minutes, people }) {
      const wanted = { title, startsAt, minutes };
      const there = await room(
        { mark, incidentId, name: name ?? title, project: project ?? '' },
        { ...wanted, sequence: 0 },
      );
      const sequence = sequenceOf(there.data, wanted);
      if (sequence !== there.data['sequence'])
        await store.updateObject(there.id, { data: { ...wanted, sequence } });
      return {
        externalId: there.id,
        url: there.url,
        name: there.name,
        meeting: meetingOf({ ...wanted, id: there.id, url: there.url, description, people, sequence }),
      };
    },
  };
}

/** One more than the kept one when time, length or title changed: calendars take a change only with a higher sequence. */
function sequenceOf(
  kept: Record<string, unknown>,
  wanted: { title: string; startsAt: string; minutes: number },
): number {
  const sequence = typeof kept['sequence'] === 'number' ? kept['sequence'] : 0;
  const same =
    kept['startsAt'] === wanted.startsAt &&
    kept['minutes'] === wanted.minutes &&
    kept['title'] === wanted.title;
  return same ? sequence : sequence + 1;
}

function meetingOf(input: {
  id: string;
  url: string;
  title: string;
  description: string;
  startsAt: string;
  minutes: number;
  people: VendorPerson[];
  sequence: number;
}): Meeting {
  const { id, url, title, description, startsAt, minutes, people, sequence } = input;
  const endsAt = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
  return {
    uid: `${id}@dispatch`,
    sequence,
    title,
    description,
    startsAt: new Date(startsAt).toISOString(),
    endsAt,
    url,
    attendees: people,
  };
}
