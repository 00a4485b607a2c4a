import { Skeleton } from '@mantine/core';

/** Grey lines in the place of what is being loaded; readers hear what it is. */
export function Loading({ rows = 6, height = 18, gap = 20, label = 'Loading' }: { rows?: number; height?: number; gap?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} style={{ display: 'grid', gap }}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} width={`${96 - ((index * 13) % 38)}%`} radius="sm" />
      ))}
    </div>
  );
}
