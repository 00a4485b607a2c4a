import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { severityColor, SeverityMark } from '../../ui/severity.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import styles from './declare.module.css';

/** The severities as large choices with their meaning, worst first. */
export function SeverityChoice({ value, onChange, error }: { value: string; onChange: (name: string) => void; error: React.ReactNode }) {
  const { data } = useApi(routes.settings.severities.list, {});
  const choices = (data?.data ?? []).filter((severity) => severity.isEnabled).sort((a, b) => a.rank - b.rank);
  return (
    <fieldset className={styles.severities} aria-invalid={error ? true : undefined}>
      <legend>How bad is it?</legend>
      {!data && <Loading rows={3} height={38} gap={6} label="Loading the severities" />}
      {choices.map((severity) => (
        <label key={severity.id} data-on={severity.name === value || undefined} style={{ '--tone': severityColor(severity.rank), '--tone-bg': severityColor(severity.rank).replace(')', '-bg)') } as React.CSSProperties}>
          <input type="radio" name="severity" value={severity.name} checked={severity.name === value} onChange={() => onChange(severity.name)} className="visually-hidden" />
          <b>
            <SeverityMark rank={severity.rank} /> {severity.name}
          </b>
          <span>{severity.description}</span>
        </label>
      ))}
      {error && <p className={styles.error}>{error}</p>}
    </fieldset>
  );
}
