/** The product's mark: a frame with something burning in it. */
export function Logo() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" fill="none">
      <rect x="1.25" y="1.25" width="17.5" height="17.5" rx="5" stroke="currentColor" strokeWidth="2.5" />
      <rect x="6.5" y="6.5" width="7" height="7" rx="1.6" fill="currentColor" />
    </svg>
  );
}
