/** Where to go after signing in: a path of our own, so that a link cannot send people elsewhere; the start page otherwise. */
export function nextPath(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || /^\/[/\\]/.test(next) || next.startsWith('/sign-in')) return '/';
  return next;
}
