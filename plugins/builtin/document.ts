import { type DocumentCapability, VendorError } from '../contract.ts';
import { type BuiltinContext, incidentPage } from './objects.ts';

/** Documents inside the product: Markdown that people edit, whose placeholders are rendered when it is read. */
export function builtinDocument(context: BuiltinContext): DocumentCapability {
  const { store } = context;
  const there = async (id: string) => {
    if ((await store.documentSource(id)) === null)
      throw new VendorError('not-found', `There is no document ${id}: retry the step that makes it`);
  };
  return {
    async create({ mark, incidentId, kind, title, template, values }) {
      const { id } = await store.ensureDocument({ mark, incidentId, kind, title, body: template, values });
      const url =
        kind === 'review'
          ? `${incidentPage(context, incidentId)}/postmortem`
          : incidentPage(context, incidentId, 'documents');
      return { externalId: id, url, name: title };
    },
    async refresh(id, values) {
      await there(id);
      await store.setDocumentValues(id, values);
    },
    read: (id) => store.readDocument(id),
  };
}
