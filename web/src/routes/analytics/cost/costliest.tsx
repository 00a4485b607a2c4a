import { Link } from '@tanstack/react-router';
import { Key, Money } from '../../../ui/facts.tsx';
import { Section } from '../../../ui/page.tsx';
import { SeverityMark } from '../../../ui/severity.tsx';
import { Time } from '../../../ui/time.tsx';
import styles from './cost.module.css';
import type { InCurrency } from './totals.tsx';

/** The incidents that cost most, each a link to the page that explains why. */
export function Costliest({ costs }: { costs: InCurrency }) {
  return (
    <Section title="Costliest incidents">
      <ol className={styles.costliest}>
        {costs.costliest.map((row) => (
          <li key={row.id}>
            <Link to="/incidents/$incident" params={{ incident: row.key }}>
              <SeverityMark rank={row.severityRank} />
              <span className={styles.which}>
                <bdi>{row.title}</bdi>
                <small>
                  <Key>{row.key}</Key> · <Time at={row.reportedAt} />
                </small>
              </span>
              <b>
                <Money amount={row.total} currency={costs.currency} />
              </b>
            </Link>
          </li>
        ))}
      </ol>
    </Section>
  );
}
