import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { renderTemplate } from '../../domain/incident/template.ts';
import type { BuiltinObject, BuiltinStore, VendorPerson } from '../../plugins/contract.ts';

/** A {@link BuiltinStore} in memory for tests that need none of its durability, with what it was filled with by hand. */
export interface MemoryStore extends BuiltinStore {
  objects: Map<
    string,
    BuiltinObject & { mark: string; members: Map<string, string>; messages: { id: string; key: string }[] }
  >;
  documents: Map<string, { mark: string; body: string; values: Record<string, string>; revision: number }>;
  rotations: Map<string, { people: VendorPerson[]; startsAt: string; hoursPerShift: number }>;
  people: Map<string, VendorPerson>;
}

/** A store with nothing in it. */
export function createMemoryStore(): MemoryStore {
  const objects: MemoryStore['objects'] = new Map();
  const documents: MemoryStore['documents'] = new Map();
  const rotations: MemoryStore['rotations'] = new Map();
  const people: MemoryStore['people'] = new Map();
  const object = (id: string) => {
    const found = objects.get(id);
    if (!found) throw new DomainError('not-found', `There is no object ${id}.`);
    return found;
  };
  const document = (id: string) => {
    const found = documents.get(id);
    if (!found) throw new DomainError('not-found', `There is no document ${id}.`);
    return found;
  };
  return {
    objects,
    documents,
    rotations,
    people,
    async ensureObject({ mark, incidentId, kind, name, data }) {
      const there = [...objects.values()].find((candidate) => candidate.mark === mark);
      if (there) return { id: there.id, name: there.name, data: there.data, created: false };
      const made = {
        id: randomUUID(),
        incidentId,
        kind,
        name,
        data,
        mark,
        members: new Map<string, string>(),
        messages: [],
      };
      objects.set(made.id, made);
      return { id: made.id, name, data, created: true };
    },
    getObject: async (id) => objects.get(id) ?? null,
    async updateObject(id, change) {
      const found = object(id);
      found.name = change.name ?? found.name;
      found.data = { ...found.data, ...change.data };
    },
    async setMembers(id, { add, remove }) {
      for (const person of add ?? []) object(id).members.set(person.email, person.name);
      for (const email of remove ?? []) object(id).members.delete(email);
    },
    listMembers: async (id) => [...object(id).members.keys()],
    async postMessage({ conversationId, key }) {
      const { messages } = object(conversationId);
      const message = messages.find((candidate) => candidate.key === key) ?? { id: randomUUID(), key };
      if (!messages.includes(message)) messages.push(message);
      return { messageId: message.id };
    },
    async ensureDocument({ mark, body, values }) {
      const there = [...documents].find(([, candidate]) => candidate.mark === mark);
      if (there) return { id: there[0], created: false };
      const id = randomUUID();
      documents.set(id, { mark, body, values, revision: 1 });
      return { id, created: true };
    },
    async setDocumentValues(id, values) {
      document(id).values = values;
    },
    readDocument: async (id) => renderTemplate(document(id).body, document(id).values),
    async documentSource(id) {
      const found = documents.get(id);
      return found ? { body: found.body, revision: found.revision } : null;
    },
    async saveDocumentSource(id, { body, revision }) {
      const found = document(id);
      if (found.revision !== revision) return { saved: false };
      Object.assign(found, { body, revision: revision + 1 });
      return { saved: true };
    },
    rotation: async (serviceId) => rotations.get(serviceId) ?? null,
    async findPerson(email) {
      const found = people.get(email);
      return found ? { ...found, title: null, team: null, department: null, location: null } : null;
    },
  };
}
