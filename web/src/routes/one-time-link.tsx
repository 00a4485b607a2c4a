import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { call, type OutputOf } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { AuthFrame } from './auth-frame.tsx';

type Link = OutputOf<typeof routes.accounts.links.read>;
type Props = { token: string | undefined; purpose: Link['purpose']; children: (link: Link & { token: string }) => ReactNode };

const AGAIN: Record<Link['purpose'], { to: '/sign-in' | '/register' | '/forgotten'; label: string }> = {
  bootstrap: { to: '/sign-in', label: 'Sign in' },
  invitation: { to: '/sign-in', label: 'Sign in' },
  registration: { to: '/register', label: 'Ask again' },
  reset: { to: '/forgotten', label: 'Ask for a new link' },
};

/** The page behind a one-time link: looks at what the link is before it asks for anything, and says what to do when it does not work any more. */
export function LinkPage({ token, purpose, children }: Props) {
  const { data, error, refetch } = useQuery<Link, ApiProblem>({
    queryKey: ['links.read', token],
    queryFn: () => call(routes.accounts.links.read, { body: { token: token ?? '' } }),
    enabled: token !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (token !== undefined && data?.purpose === purpose) return children({ ...data, token });
  if (token !== undefined && !data && !error) return <AuthFrame title="One moment" lead="The link is being looked at."><Loading rows={3} height={34} gap={18} /></AuthFrame>;
  const passes = error !== null && error.status !== 404 && error.status !== 400;
  const again = AGAIN[purpose];
  return (
    <AuthFrame title={passes ? 'The link cannot be looked at' : 'This link does not work'} lead={passes ? (error.detail ?? error.title) : 'It was used already, has expired, or was not copied whole. Links work once and for a limited time; the newest one counts.'}>
      {passes ? (
        <Button mt="lg" onClick={() => void refetch()}>
          Try again
        </Button>
      ) : (
        <LinkButton to={again.to} mt="lg">
          {again.label}
        </LinkButton>
      )}
    </AuthFrame>
  );
}
