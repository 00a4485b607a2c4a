import { createStore } from '../../ui/store.ts';

/** Whether the form for a note is asked for, by its button or by a key from elsewhere on the page. */
export const noteOpen = createStore(false);
