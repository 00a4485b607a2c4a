import { useNavigate, useSearch } from '@tanstack/react-router';
import { LiveIndicator } from '../shell/live-indicator.tsx';
import { Page } from '../ui/page.tsx';
import { fromTemplate } from './declare/draft.ts';
import { DeclareForm } from './declare/form.tsx';

/** Declaring an incident, for people who run them. */
export function DeclarePage() {
  const search = useSearch({ from: '/app/declare' });
  const navigate = useNavigate();
  return (
    <Page title="Declare an incident" actions={<LiveIndicator />}>
      <DeclareForm template={fromTemplate(search)} reporter={false} onDeclared={(incident) => void navigate({ to: '/incidents/$incident/receipt', params: { incident: incident.key }, replace: true })} />
    </Page>
  );
}
