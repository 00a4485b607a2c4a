import { lazy, Suspense } from 'react';
import { Loading } from './skeleton.tsx';

const Markdown = lazy(() => import('./markdown.tsx').then((module) => ({ default: module.Markdown })));

/** Markdown for places that are seldom opened: its reader (a sixth of the first load) comes only when it is needed. */
export function LazyMarkdown({ children, compact = false }: { children: string; compact?: boolean }) {
  return (
    <Suspense fallback={<Loading rows={2} height={14} gap={8} />}>
      <Markdown compact={compact}>{children}</Markdown>
    </Suspense>
  );
}
