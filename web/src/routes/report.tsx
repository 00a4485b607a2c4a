import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Page } from '../ui/page.tsx';
import { fromTemplate } from './declare/draft.ts';
import { DeclareForm } from './declare/form.tsx';
import { Receipt } from './receipt/receipt.tsx';

/** Reporting that something is wrong, for everybody; an address can fill it in beforehand (`/report?title=…&severity=…`). */
export function ReportPage() {
  const search = useSearch({ from: '/plain/report' });
  const navigate = useNavigate();
  return (
    <Page title="Report an incident" lead="Say what you see; people who can help are called at once. You need not know the cause.">
      <DeclareForm template={fromTemplate(search)} reporter onDeclared={(incident) => void navigate({ to: '/report/$incident', params: { incident: incident.key }, replace: true })} />
    </Page>
  );
}

/** What became of a report. */
export function ReportReceiptPage() {
  const { incident } = useParams({ from: '/plain/report/$incident' });
  return <Receipt incident={incident} />;
}
