import { useEffect, useRef } from 'react';
import styles from './composer.module.css';
import type { Suggestion } from './use-suggestions.ts';

type Props = { id: string; label: string; items: readonly Suggestion[]; index: number; onPoint: (index: number) => void; onChoose: (suggestion: Suggestion) => void };

/** Suggestions above the field; the focus stays in the field, whose arrows move through them. */
export function SuggestionMenu({ id, label, items, index, onPoint, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  return (
    <div ref={list} className={styles.menu} id={id} role="listbox" aria-label={label}>
      {items.map((item, at) => (
        <div
          key={item.id}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === index}
          className={styles.option}
          onMouseMove={() => at !== index && onPoint(at)}
          // The field must keep its caret, so the press is taken before it can move the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(item);
          }}
        >
          {item.code ? <code>{item.label}</code> : <bdi>{item.label}</bdi>}
          <small>{item.note}</small>
        </div>
      ))}
    </div>
  );
}
