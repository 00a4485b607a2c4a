import { useEffect } from 'react';
import { shortcutsOn } from '../ui/preferences.ts';
import { currentActions } from './actions.ts';
import { pressName, resolveKeys } from './keys.ts';

const PAUSE = 1_200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input:not([type=checkbox]):not([type=radio]),textarea,select,[role=textbox],[role=combobox],[role=menu],[role=listbox]') !== null;
}

function ownsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement) || (key !== 'Enter' && key !== 'Space')) return false;
  return target.closest('button,summary,input,[role=button],[role=tab],[role=radio]') !== null || (key === 'Enter' && target.closest('a') !== null);
}

/** Listens for the keys of all actions on offer; silent while somebody types, while a dialog is open, and when shortcuts are off. */
export function useKeyboard(): void {
  useEffect(() => {
    let pressed: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent): void => {
      const name = pressName({ key: event.key, ctrl: event.ctrlKey, meta: event.metaKey, alt: event.altKey });
      if (name === undefined || event.key === 'Shift' || event.defaultPrevented || !shortcutsOn()) return;
      if (isTyping(event.target) || ownsKey(event.target, name) || document.querySelector('[role=dialog][aria-modal=true]')) return;
      clearTimeout(timer);
      const actions = currentActions().filter((action) => action.keys !== undefined);
      const keys = actions.map((action) => action.keys ?? '');
      let found = resolveKeys(keys, [...pressed, name]);
      // After a sequence that came to nothing the last key counts by itself.
      if (found.whole === undefined && !found.pending) found = resolveKeys(keys, [(pressed = []), name].flat());
      pressed = found.pending ? [...pressed, name] : [];
      if (found.pending) timer = setTimeout(() => (pressed = []), PAUSE);
      if (found.whole === undefined) return;
      event.preventDefault();
      actions.find((action) => action.keys === found.whole)?.run();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
