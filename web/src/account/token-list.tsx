import type { routes } from '../../../api/contract/index.ts';
import type { OutputOf } from '../api/client.ts';
import { Key, Tag } from '../ui/facts.tsx';
import { useNow } from '../ui/now.ts';
import { Due, Time } from '../ui/time.tsx';
import styles from './account.module.css';
import { ConfirmButton } from './confirm-button.tsx';

type Token = OutputOf<typeof routes.accounts.tokens.list>['data'][number];

/** API tokens with what each may do, when it was used last and from where, and how to revoke it. */
export function TokenList({ tokens, onRevoke }: { tokens: readonly Token[]; onRevoke: (token: Token) => void }) {
  const now = useNow(60_000);
  return (
    <ul className={styles.rows}>
      {tokens.map((token) => {
        const over = token.revokedAt !== null || Date.parse(token.expiresAt) <= now;
        return (
          <li key={token.id} data-off={over || undefined}>
            <span className={styles.title}>
              <bdi>{token.name}</bdi> <Key>{token.hint}…</Key>
              {token.scopes.map((scope) => (
                <Tag key={scope}>{scope}</Tag>
              ))}
            </span>
            <span className={styles.text}>
              <Lasting token={token} over={over} /> · {token.lastUsedAt === null ? 'never used' : <LastUse at={token.lastUsedAt} address={token.lastUsedAddress} />}
            </span>
            {!over && (
              <span className={styles.side}>
                <ConfirmButton label="Revoke" question={`Whatever uses “${token.name}” stops working at once.`} confirm="Revoke the token" onConfirm={() => onRevoke(token)} />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Lasting({ token, over }: { token: Token; over: boolean }) {
  if (token.revokedAt !== null) return <>revoked <Time at={token.revokedAt} /></>;
  return over ? <>expired <Time at={token.expiresAt} /></> : <>expires <Due at={token.expiresAt} near={7 * 86_400_000} /></>;
}

function LastUse({ at, address }: { at: string; address: string | null }) {
  return (
    <>
      used <Time at={at} />
      {address !== null && ` from ${address}`}
    </>
  );
}
