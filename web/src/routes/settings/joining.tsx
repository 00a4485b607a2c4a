import { useFreshSession, useSession } from '../../api/session.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Page } from '../../ui/page.tsx';
import { ApprovalsSection } from './joining/approvals.tsx';
import { InvitationsSection } from './joining/invitations.tsx';
import { NoMail } from './joining/no-mail.tsx';

/** How people come in: requests to decide about, and invitations. */
export function JoiningPage() {
  useFreshSession();
  const { sendsMail } = useSession();
  return (
    <Page title="Joining" sub="Who asks to come in, and who is invited" actions={<LiveIndicator />} narrow>
      {!sendsMail && <NoMail />}
      <ApprovalsSection />
      <InvitationsSection />
    </Page>
  );
}
