import { type ConversationCapability, VendorError, type VendorObject } from '../contract.ts';
import { addMembers, type BuiltinContext, incidentPage, objectOf, removeMember } from './objects.ts';

const LONGEST_NAME = 80;

/** A name as conversations carry it: lower-case letters, digits and dashes, at most 80. */
function conversationName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, LONGEST_NAME)
      .replace(/^-+|-+$/g, '') || 'incident'
  );
}

/** The product's own conversation: an object with members whose messages are rows that the web shows. */
export function builtinConversation(context: BuiltinContext): ConversationCapability {
  const { store } = context;
  const open = (id: string) => objectOf(store, 'conversation', id);
  const view = (object: { id: string; incidentId: string; name: string }): VendorObject => ({
    externalId: object.id,
    url: incidentPage(context, object.incidentId, 'conversation'),
    name: `#${object.name}`,
  });
  const change = async (id: string, data: Record<string, unknown>) => {
    await open(id);
    await store.updateObject(id, { data });
  };
  return {
    async create({ mark, incidentId, name, topic, private: isPrivate }) {
      const data = { topic, private: isPrivate, archived: false, bookmarks: [] };
      const object = await store.ensureObject({
        mark,
        incidentId,
        kind: 'conversation',
        name: conversationName(name),
        data,
      });
      return view({ ...object, incidentId });
    },
    async rename(id, name) {
      const object = await open(id);
      await store.updateObject(id, { name: conversationName(name) });
      return view({ ...object, name: conversationName(name) });
    },
    setTopic: (id, topic) => change(id, { topic }),
    setBookmarks: (id, links) => change(id, { bookmarks: links }),
    async addMembers(id, people) {
      await open(id);
      return addMembers(store, id, people);
    },
    removeMember: (id, email) => removeMember(store, id, email),
    async members(id) {
      await open(id);
      return store.listMembers(id);
    },
    async post(id, message) {
      const object = await open(id);
      if (object.data['archived'] === true)
        throw new VendorError(
          'conflict',
          `The conversation #${object.name} is archived: reopen the incident to write in it`,
        );
      // The page around it offers every action already; only links are kept.
      const buttons = message.buttons.filter((button) => 'url' in button);
      return store.postMessage({ conversationId: id, ...message, buttons });
    },
    archive: (id) => change(id, { archived: true }),
    unarchive: (id) => change(id, { archived: false }),
    setPrivate: (id, isPrivate) => change(id, { private: isPrivate }),
  };
}
