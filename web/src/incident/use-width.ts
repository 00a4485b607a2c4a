import { useMediaQuery } from '@mantine/hooks';

/** How much stands side by side: everything as tabs (phone), one column beside the tabs (medium), one on each side (wide). */
export type Width = 'phone' | 'medium' | 'wide';

/** The present width class; it changes at 700 and 1260 px. */
export function useWidth(): Width {
  const options = { getInitialValueInEffect: false };
  const phone = useMediaQuery('(max-width: 700px)', undefined, options);
  const wide = useMediaQuery('(min-width: 1260px)', undefined, options);
  if (phone) return 'phone';
  return wide ? 'wide' : 'medium';
}
