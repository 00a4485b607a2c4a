import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { safeLink } from '../ui/safe-link.ts';

/** A link to wherever a resource lives: a page of ours opens in place, another site in a new tab; an address that is not safe to follow is plain text. */
export function SmartLink({ to, children, className, label, title }: { to: string | null; children: ReactNode; className?: string | undefined; label?: string; title?: string }) {
  const router = useRouter();
  const target = safeLink(to ?? undefined);
  if (target === undefined) return (
      <span className={className} title={title}>
        {children}
      </span>
    );
  const own = ownPath(target);
  const open = (event: React.MouseEvent): void => {
    if (own === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    router.history.push(own);
  };
  return (
    <a href={own ?? target} className={className} onClick={open} aria-label={label} title={title} {...(own === undefined && !target.startsWith('mailto:') ? { target: '_blank', rel: 'noopener noreferrer' } : {})}>
      {children}
    </a>
  );
}

/** The path of an address inside this product's pages, undefined for other sites and for files of the API. */
function ownPath(target: string): string | undefined {
  const url = new URL(target, window.location.origin);
  return url.origin === window.location.origin && !url.pathname.startsWith('/api/') ? `${url.pathname}${url.search}${url.hash}` : undefined;
}
