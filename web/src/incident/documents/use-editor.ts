import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { call, type OutputOf } from '../../api/client.ts';
import { keyOf } from '../../api/hooks.ts';
import { ApiProblem } from '../../api/problem.ts';
import { readStored, writeStored } from '../../ui/store.ts';
import { type EditorState, kept, type Kept, withServer } from './editor-state.ts';

/** A built-in document of an incident. */
export type IncidentDocument = OutputOf<typeof routes.documents.get>;

const PAUSE = 1_200;

/** Where saving stands: everything saved, changes to be saved soon, on their way, not possible now (kept on this device), or two versions that people must choose between. */
export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

type Setter = (change: (known: EditorState) => EditorState) => void;

/** Puts a revision where everything on screen reads it from. */
function useStore(): (next: IncidentDocument) => void {
  const client = useQueryClient();
  return useCallback(
    (next) => {
      client.setQueryData(keyOf(routes.documents.get, { params: { id: next.id } }), next);
      client.setQueriesData<{ data: IncidentDocument[] }>({ queryKey: [routes.documents.list.id] }, (known) => known && { data: known.data.map((each) => (each.id === next.id ? next : each)) });
    },
    [client],
  );
}

/** Saves the present text as a new revision; when somebody was first, their revision is taken in instead and the answer is false. */
function useSave(id: string, state: EditorState, setState: Setter) {
  const store = useStore();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | undefined>(undefined);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  const save = useCallback(async (): Promise<boolean> => {
    const { text, revision, base, theirs } = latest.current;
    if (theirs !== undefined || text === base) return theirs === undefined;
    setSaving(true);
    setProblem(undefined);
    try {
      const answer = await call(routes.documents.edit, { params: { id }, body: { body: text, revision } });
      setState((known) => ({ ...known, base: text, revision: answer.revision }));
      store(answer);
      return true;
    } catch (error) {
      const found = ApiProblem.from(error);
      const newer = found.status === 409 ? await call(routes.documents.get, { params: { id } }).catch(() => undefined) : undefined;
      if (newer) {
        setState((known) => withServer(known, newer));
        store(newer);
      } else setProblem(found);
      return false;
    } finally {
      setSaving(false);
    }
  }, [id, setState, store]);
  return { save, saving, problem, forget: useCallback(() => setProblem(undefined), []) };
}

/**
 * Edits a document: saves by itself shortly after the last key as a new revision, lays others' revisions under what is being written (line by line),
 * asks when both changed the same lines, and keeps unsaved text on this device.
 */
export function useEditor(document: IncidentDocument) {
  const name = `dispatch.document.${document.id}`;
  const [state, setState] = useState<EditorState>(() => withServer(kept(readStored(name), document), document));
  const { save, saving, problem, forget } = useSave(document.id, state, setState);
  // A revision that somebody else saved arrives by a live change; our own is known already and changes nothing.
  const [seen, setSeen] = useState(document.revision);
  if (document.revision !== seen) {
    setSeen(document.revision);
    setState((known) => withServer(known, document));
  }
  const dirty = state.text !== state.base;
  useEffect(() => {
    writeStored(name, dirty ? JSON.stringify({ text: state.text, base: state.base, revision: state.revision } satisfies Kept) : undefined);
  }, [name, dirty, state]);
  useEffect(() => {
    if (!dirty || saving || problem !== undefined || state.theirs !== undefined) return undefined;
    const timer = setTimeout(() => void save(), PAUSE);
    return () => clearTimeout(timer);
  }, [dirty, saving, problem, state, save]);
  useEffect(() => {
    window.addEventListener('online', forget);
    return () => window.removeEventListener('online', forget);
  }, [forget]);

  const status: SaveState = state.theirs !== undefined ? 'conflict' : saving ? 'saving' : problem !== undefined ? 'failed' : dirty ? 'dirty' : 'saved';
  return {
    text: state.text,
    revision: state.revision,
    theirs: state.theirs,
    status,
    problem,
    save,
    write: (text: string) => {
      forget();
      setState((known) => ({ ...known, text }));
    },
    /** Ends a conflict with the text that people chose; it is saved on top of the other revision. */
    settle: (text: string) => setState((known) => (known.theirs === undefined ? known : { text, base: known.theirs.body, revision: known.theirs.revision, theirs: undefined })),
  };
}

/** What an editor offers its view. */
export type Editor = ReturnType<typeof useEditor>;
