import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { useApi, useSend } from '../api/hooks.ts';
import { useSession } from '../api/session.ts';
import { Empty } from '../ui/empty.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { toastDone, toastFailed } from '../ui/toast.ts';
import { TokenDialog } from './token-dialog.tsx';
import { TokenList } from './token-list.tsx';

/** One's own API tokens. */
export function TokensSection() {
  const client = useQueryClient();
  const { person } = useSession();
  const { data, error, refetch } = useApi(routes.accounts.tokens.list, {});
  const [making, setMaking] = useState(false);
  const revoke = useSend(routes.accounts.tokens.revoke, { onDone: () => toastDone('The token is revoked.'), onFailed: (problem) => toastFailed('The token was not revoked', problem.detail ?? problem.title) });
  const add = <Button size="xs" onClick={() => setMaking(true)}>New API token</Button>;
  return (
    <Section title="API tokens" note={data && data.data.length > 0 && add}>
      {error && <ProblemNotice error={error} title="Your tokens could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={2} height={22} gap={20} />}
      {data?.data.length === 0 && (
        <Empty title="No API tokens" action={add}>
          Scripts and other programs call the API with one, with your access level or less.
        </Empty>
      )}
      {data && data.data.length > 0 && <TokenList tokens={data.data} onRevoke={({ id }) => revoke.mutate({ params: { id } })} />}
      <TokenDialog
        opened={making}
        owner={person.name}
        accessLevel={person.accessLevel}
        make={async (body) => {
          const made = await call(routes.accounts.tokens.create, { body });
          await client.invalidateQueries({ queryKey: ['tokens.list'] });
          return made;
        }}
        onClose={() => setMaking(false)}
      />
    </Section>
  );
}
