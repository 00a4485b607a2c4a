import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { TokenDialog } from '../../account/token-dialog.tsx';
import { TokenList } from '../../account/token-list.tsx';
import { call, type OutputOf } from '../../api/client.ts';
import { useApi, useSend } from '../../api/hooks.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { toastDone, toastFailed } from '../../ui/toast.ts';

type Account = OutputOf<typeof routes.accounts.services.list>['data'][number];

/** The tokens of one service account. */
export function ServiceTokens({ account }: { account: Account }) {
  const client = useQueryClient();
  const { data, error, refetch } = useApi(routes.accounts.services.tokens, { params: { id: account.id } });
  const [making, setMaking] = useState(false);
  const renew = (): Promise<void> => client.invalidateQueries({ predicate: ({ queryKey: [id] }) => id === 'service-accounts.tokens' || id === 'service-accounts.list' });
  const revoke = useSend(routes.accounts.services.revokeToken, { onDone: () => toastDone('The token is revoked.'), onFailed: (problem) => toastFailed('The token was not revoked', problem.detail ?? problem.title) });
  const add = <Button onClick={() => setMaking(true)}>New API token</Button>;
  return (
    <>
      {error && !data && <ProblemNotice error={error} title="The tokens could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={2} height={22} gap={20} />}
      {data?.data.length === 0 && <Empty title="No tokens" action={account.isActive ? add : undefined}>With a token the account can call the API.</Empty>}
      {data && data.data.length > 0 && (
        <>
          <TokenList tokens={data.data} onRevoke={(token) => revoke.mutate({ params: { id: account.id, token: token.id } })} />
          {account.isActive && <div style={{ marginTop: 14 }}>{add}</div>}
        </>
      )}
      <TokenDialog
        opened={making}
        owner={account.name}
        accessLevel={account.accessLevel}
        make={async (body) => {
          const made = await call(routes.accounts.services.createToken, { params: { id: account.id }, body });
          await renew();
          return made;
        }}
        onClose={() => setMaking(false)}
      />
    </>
  );
}
