/** Where to go after signing in: a path of our own, so that a link cannot send people elsewhere; the start page otherwise. */
export function nextPath(next: string | undefined): string {
  // Browsers leave tabs and line breaks out of addresses, so that `/<tab>/elsewhere` would lead away.
  // oxlint-disable-next-line no-control-regex -- they are what must not be in it.
  if (next === undefined || /[\u0000-\u001f]/.test(next) || !next.startsWith('/') || /^\/[/\\]/.test(next) || next.startsWith('/sign-in')) return '/';
  return next;
}
