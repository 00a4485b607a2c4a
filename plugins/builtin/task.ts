import { type BuiltinStore, type TaskCapability, VendorError } from '../contract.ts';
import { checkBoxes, setCheckBox } from './checklist.ts';
import type { BuiltinContext } from './objects.ts';

const MOST_TRIES = 5;

/** Tasks that people write into documents as check boxes (`- [ ] text @name@example.org`). */
export function builtinTask({ store }: BuiltinContext): TaskCapability {
  return {
    async list(documentId) {
      const { body } = await sourceOf(store, documentId);
      return checkBoxes(body).map(({ id, title, assignee, checked }) => ({
        taskId: id,
        title,
        assignee,
        resolved: checked,
        url: null,
      }));
    },
    resolve: (documentId, taskId) => tick(store, { documentId, taskId, checked: true }),
    reopen: (documentId, taskId) => tick(store, { documentId, taskId, checked: false }),
  };
}

async function sourceOf(
  store: BuiltinStore,
  documentId: string,
): Promise<{ body: string; revision: number }> {
  const source = await store.documentSource(documentId);
  if (source === null) throw new VendorError('not-found', `There is no document ${documentId}`);
  return source;
}

async function tick(
  store: BuiltinStore,
  change: { documentId: string; taskId: string; checked: boolean },
): Promise<void> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const { body, revision } = await sourceOf(store, change.documentId);
    const ticked = setCheckBox(body, change.taskId, change.checked);
    if (ticked === null)
      throw new VendorError(
        'not-found',
        `The document has no check box ${change.taskId} any more: somebody changed its words or removed it`,
      );
    if (ticked === body) return;
    const { saved } = await store.saveDocumentSource(change.documentId, {
      body: ticked,
      revision,
      author: 'Dispatch',
    });
    if (saved) return;
  }
  throw new VendorError(
    'unavailable',
    'The document is being edited: the check box will be set when it rests',
  );
}
