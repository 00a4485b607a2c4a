const onMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys that open the palette on this machine, as Kbd takes them. */
export const PALETTE_KEYS = onMac ? '⌘ K' : 'Ctrl K';
