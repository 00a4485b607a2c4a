import { useNavigate, useParams } from '@tanstack/react-router';
import { IncidentView } from '../../incident/incident-view.tsx';
import { LoadingFrame } from '../../incident/loading-frame.tsx';
import { Missing } from '../../incident/missing.tsx';
import { useNamedIncident } from '../../incident/use-named-incident.ts';

/** One incident. */
export function IncidentPage() {
  const { incident: name } = useParams({ from: '/app/incidents/$incident' });
  const navigate = useNavigate({ from: '/incidents/$incident' });
  const { data, error, refetch } = useNamedIncident(name, (key) => void navigate({ params: { incident: key }, search: true, hash: true, replace: true }));
  if (data) return <IncidentView key={data.id} incident={data} />;
  if (error) return <Missing name={name} problem={error} onRetry={() => void refetch()} />;
  return <LoadingFrame name={name} />;
}
