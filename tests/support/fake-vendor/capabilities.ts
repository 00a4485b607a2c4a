import { z } from 'zod';
import type {
  ConferenceCapability,
  ConversationCapability,
  DocumentCapability,
  EmailCapability,
  OncallCapability,
  ParticipantGroupCapability,
  StorageCapability,
  TicketCapability,
} from '../../../plugins/contract.ts';
import { publicBrief } from '../../../plugins/contract.ts';
import { type FakeClient, ignoring, objectOf } from './client.ts';

const collection = 'conversations';

/** Conversations at the fake vendor. */
export function fakeConversation(client: FakeClient): ConversationCapability {
  const place = (id: string) => ({ collection, id }) as const;
  const change = async (id: string, changes: Record<string, unknown>) =>
    void (await client.patch(collection, id, changes));
  return {
    create: async (input) =>
      objectOf(
        await client.ensure(collection, {
          mark: input.mark,
          name: input.name,
          topic: input.topic,
          private: input.private,
        }),
      ),
    rename: async (id, name) => objectOf(await client.patch(collection, id, { name })),
    setTopic: (id, topic) => change(id, { topic }),
    setBookmarks: (id, links) => change(id, { bookmarks: links }),
    addMembers: (id, people) => client.addMembers(place(id), people),
    removeMember: (id, email) => client.removeMember(place(id), email),
    members: (id) => client.members(place(id)),
    async post(id, message) {
      const answer = await client.http.json(
        {
          method: 'POST',
          path: `/${collection}/${id}/messages`,
          json: { key: message.key, text: message.markdown, onlyFor: message.onlyFor },
        },
        z.object({ id: z.string() }),
      );
      return { messageId: answer.id };
    },
    archive: (id) => ignoring('conflict', change(id, { archived: true })),
    unarchive: (id) => ignoring('conflict', change(id, { archived: false })),
    setPrivate: (id, isPrivate) => change(id, { private: isPrivate }),
  };
}

/** Documents at the fake vendor: it renders placeholders itself. */
export function fakeDocument(client: FakeClient): DocumentCapability {
  return {
    create: async (input) =>
      objectOf(
        await client.ensure('documents', {
          mark: input.mark,
          name: input.title,
          text: input.template,
          values: input.values,
          folder: input.folderId,
          private: input.private,
        }),
      ),
    refresh: async (id, values) => void (await client.patch('documents', id, { values })),
    setPrivate: async (id, isPrivate) => void (await client.patch('documents', id, { private: isPrivate })),
    read: async (id) =>
      (await client.http.json({ path: `/documents/${id}/text` }, z.object({ text: z.string() }))).text,
  };
}

/** Folders at the fake vendor. */
export function fakeStorage(client: FakeClient): StorageCapability {
  const place = (id: string) => ({ collection: 'folders', id }) as const;
  return {
    createFolder: async (input) =>
      objectOf(
        await client.ensure('folders', { mark: input.mark, name: input.name, private: input.private }),
      ),
    share: (id, people) => client.addMembers(place(id), people),
    unshare: (id, email) => client.removeMember(place(id), email),
    setPrivate: async (id, isPrivate) => void (await client.patch('folders', id, { private: isPrivate })),
    setReadOnly: async (id, readOnly) => void (await client.patch('folders', id, { readOnly })),
  };
}

/** Tickets at the fake vendor, which numbers them itself: `FAKE-1`, … */
export function fakeTicket(client: FakeClient): TicketCapability {
  const create = async (body: { mark: string; name: string } & Record<string, unknown>) => {
    const item = await client.ensure('tickets', body);
    return objectOf(item, `FAKE-${Number(item.madeAt)}`);
  };
  return {
    create: ({ mark, brief, metadata }) =>
      create({ mark, name: publicBrief(brief).title, stage: brief.stage, metadata }),
    update: async (id, brief) =>
      void (await client.patch('tickets', id, {
        name: publicBrief(brief).title,
        stage: brief.stage,
        cost: publicBrief(brief).costText,
        links: brief.links,
      })),
    createTask: ({ mark, title, incidentKey }) => create({ mark, name: title, parent: incidentKey }),
  };
}

/** Meetings at the fake vendor; their marks are unique there. */
export function fakeConference(client: FakeClient): ConferenceCapability {
  return {
    create: async (input) =>
      objectOf(await client.ensure('meetings', { mark: input.mark, name: input.name })),
    async schedule({ mark, title, description, startsAt, minutes, people }) {
      const wanted = { startsAt, minutes, title };
      const item = await client.ensure('meetings', { mark, name: title, sequence: 0, ...wanted });
      const kept = Number(item.fields['sequence'] ?? 0);
      const moved =
        item.fields['startsAt'] !== startsAt ||
        item.fields['minutes'] !== minutes ||
        item.fields['title'] !== title;
      if (moved) await client.patch('meetings', item.id, { ...wanted, sequence: kept + 1 });
      const endsAt = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
      return {
        ...objectOf(item),
        meeting: {
          uid: `${item.id}@vendor.example`,
          sequence: moved ? kept + 1 : kept,
          title,
          description,
          startsAt,
          endsAt,
          url: item.url,
          attendees: people,
        },
      };
    },
  };
}

const OnCall = z.object({
  current: z.object({ email: z.string(), name: z.string() }).nullable(),
  next: z.object({ email: z.string(), name: z.string() }).nullable(),
});

/** Rotations and pages at the fake vendor; a page's mark is its deduplication key. */
export function fakeOncall(client: FakeClient): OncallCapability {
  const at = (id: string, time: string) =>
    client.http.json({ path: `/services/${encodeURIComponent(id)}`, query: { at: time } }, OnCall);
  return {
    current: async (id, time) => (await at(id, time)).current,
    next: async (id, time) => (await at(id, time)).next,
    async page({ mark, serviceExternalId, person, brief }) {
      const item = await client.ensure('pages', {
        mark,
        name: `${brief.key} ${person.email}`,
        service: serviceExternalId,
      });
      return { pageId: item.id, url: item.url };
    },
  };
}

/** Groups at the fake vendor, with an address each. */
export function fakeGroup(client: FakeClient): ParticipantGroupCapability {
  const place = (id: string) => ({ collection: 'groups', id }) as const;
  return {
    async create({ mark, name, description, people }) {
      const item = await client.ensure('groups', { mark, name, description });
      await client.addMembers(place(item.id), people);
      return { ...objectOf(item), address: `${name}@groups.vendor.example` };
    },
    addMembers: (id, people) => client.addMembers(place(id), people),
    removeMember: (id, email) => client.removeMember(place(id), email),
    members: (id) => client.members(place(id)),
  };
}

/** Mail through the fake vendor; the Message-ID is unique there. */
export function fakeEmail(client: FakeClient): EmailCapability {
  return {
    async send({ messageId, to, subject, text, html }) {
      const item = await client.ensure('mails', { mark: messageId, name: subject, to: to.email, text, html });
      return { providerId: item.id };
    },
  };
}
