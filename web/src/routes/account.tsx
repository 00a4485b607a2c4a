import { routes } from '../../../api/contract/index.ts';
import { PasswordSection } from '../account/password-section.tsx';
import { ProfileSection } from '../account/profile-section.tsx';
import { SessionsSection } from '../account/sessions-section.tsx';
import { TokensSection } from '../account/tokens-section.tsx';
import { useApi } from '../api/hooks.ts';
import { useSession } from '../api/session.ts';
import { SecondFactorSection } from '../second-factor/account-section.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Loading } from '../ui/skeleton.tsx';

/** What is one's own: profile, password, sessions and API tokens. */
export function AccountPage() {
  const { person, authentication } = useSession();
  const { data, error, refetch } = useApi(routes.accounts.profile.get, {});
  return (
    <Page title="My account" sub={`${person.email} · ${person.accessLevel}`} narrow>
      {error && <ProblemNotice error={error} title="Your profile could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} height={30} gap={16} />}
      {data && <ProfileSection profile={data} />}
      {data?.hasPassword === true && <PasswordSection />}
      <SecondFactorSection />
      {authentication.enabled && <SessionsSection />}
      <TokensSection />
    </Page>
  );
}
