import { DomainError } from '../domain/errors.ts';
import { renderTemplate } from '../domain/incident/template.ts';
import type { Database } from './connect.ts';
import { type NewDocument, documentById, ensureDocument, saveDocument, setDocumentValues } from './documents.ts';
import { type BuiltinObject, createBuiltinObjects } from './builtin-objects.ts';
import { postMessage } from './messages.ts';
import { findPersonByEmail } from './people.ts';
import { selectOne } from './sql.ts';

interface StorePost {
  conversationId: string;
  key: string;
  markdown: string;
  onlyFor: string[] | null;
  buttons: { label: string; url: string }[];
  pin: boolean;
}

/** The product's own tables as its built-in plugin uses them (`BuiltinStore` of the plugin contract); everything is confined to one organization. */
export function createBuiltinStore(db: Database, organizationId: string) {
  const objects = createBuiltinObjects(db, organizationId);
  const own = async (id: string): Promise<BuiltinObject> => {
    const object = await objects.getObject(id);
    if (object === null) throw new DomainError('not-found', `There is no built-in object ${id}.`);
    return object;
  };
  const ownDocument = async (id: string) => {
    const document = await documentById(db, id);
    return document === null || document.organizationId !== organizationId ? null : document;
  };
  return {
    ...objects,
    async postMessage({ conversationId, key, markdown, onlyFor, buttons, pin }: StorePost): Promise<{ messageId: string }> {
      const { incidentId } = await own(conversationId);
      const { id } = await postMessage(db, { incidentId, key, kind: 'system', author: null, authorName: 'Dispatch', body: markdown, onlyFor, buttons, pinned: pin });
      return { messageId: id };
    },
    ensureDocument: (input: NewDocument) => ensureDocument(db, input),
    async setDocumentValues(id: string, values: Record<string, string>): Promise<void> {
      if ((await ownDocument(id)) !== null) await setDocumentValues(db, id, values);
    },
    async readDocument(id: string): Promise<string> {
      const document = await ownDocument(id);
      if (document === null) throw new DomainError('not-found', `There is no document ${id}.`);
      return renderTemplate(document.body, document.values);
    },
    async documentSource(id: string): Promise<{ body: string; revision: number } | null> {
      const document = await ownDocument(id);
      return document === null ? null : { body: document.body, revision: document.revision };
    },
    async saveDocumentSource(id: string, { body, revision, author }: { body: string; revision: number; author: string }): Promise<{ saved: boolean }> {
      try {
        await saveDocument(db, { id, body, revision, authorId: null, authorName: author });
        return { saved: true };
      } catch (error) {
        if (error instanceof DomainError && error.code === 'conflict') return { saved: false };
        throw error;
      }
    },
    async rotation(serviceId: string): Promise<{ people: { email: string; name: string }[]; startsAt: string; hoursPerShift: number } | null> {
      return selectOne(
        db,
        `select s.rotation->>'startsAt' as "startsAt", (s.rotation->>'hoursPerShift')::float8 as "hoursPerShift",
           (select coalesce(jsonb_agg(jsonb_build_object('email', e.email, 'name', coalesce(p.name, e.email)) order by e.position), '[]')
            from jsonb_array_elements_text(s.rotation->'people') with ordinality e(email, position) left join people p on p.organization_id = s.organization_id and p.email = lower(e.email)
            where p.id is null or p.is_active) as people
         from services s where s.organization_id = $1 and (s.id::text = $2 or s.external_id = $2) and s.rotation is not null order by s.id::text = $2 desc limit 1`,
        [organizationId, serviceId],
      );
    },
    findPerson: (email: string) => findPersonByEmail(db, organizationId, email),
  };
}
