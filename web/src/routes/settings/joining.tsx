import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Page } from '../../ui/page.tsx';
import { ApprovalsSection } from './joining/approvals.tsx';
import { InvitationsSection } from './joining/invitations.tsx';

/** How people come in: requests to decide about, and invitations. */
export function JoiningPage() {
  return (
    <Page title="Joining" sub="Who asks to come in, and who is invited" actions={<LiveIndicator />} narrow>
      <ApprovalsSection />
      <InvitationsSection />
    </Page>
  );
}
