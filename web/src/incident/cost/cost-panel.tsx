import { routes } from '../../../../api/contract/index.ts';
import type { CostView } from '../../../../api/contract/cost-view.ts';
import { addressOf } from '../../api/client.ts';
import { useApi } from '../../api/hooks.ts';
import { useMay } from '../../api/session.ts';
import { Money } from '../../ui/facts.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/now.ts';
import { Section } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { formatMoney } from '../../ui/money-format.ts';
import type { Incident } from '../queries.ts';
import styles from './cost.module.css';
import { Growth } from './growth.tsx';
import { OtherCosts } from './other-costs.tsx';
import { Rules } from './rules.tsx';
import { TimeTable } from './time-table.tsx';

/** What the incident costs and why: every hour, every rate, every other cost, so that somebody can check it by hand. */
export function CostPanel({ incident }: { incident: Incident }) {
  const admin = useMay('admin');
  const { data, error, refetch } = useApi(routes.incidents.cost, { params: { incident: incident.key } });
  if (error && !data) return <ProblemNotice error={error} title="The cost could not be loaded" onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} height={20} gap={18} label="Loading the cost" />;
  return (
    <div className={styles.panel}>
      <Head incident={incident} cost={data} />
      {data.lastError !== null && (
        <Notice tone="wait" title="The last calculation failed">
          {data.lastError} The amounts are those of the one before.
        </Notice>
      )}
      <Growth incident={incident.key} />
      <Section title="People’s time" level={3}>
        <TimeTable cost={data} />
      </Section>
      <OtherCosts incident={incident} cost={data} />
      <Section title="How it is calculated" level={3}>
        <Rules cost={data} />
      </Section>
      {admin && (
        <p className={styles.quiet}>
          <a href={addressOf(routes.cost.caseFile, { params: { incident: incident.key } })} download>
            Download the case
          </a>{' '}
          and calculate it yourself: <code>npx dispatch cost --stdin</code>
        </p>
      )}
    </div>
  );
}

function Head({ incident, cost }: { incident: Incident; cost: CostView }) {
  const now = useNow();
  const runs = incident.stage === 'active' && /[1-9]/.test(cost.perHour);
  const people = new Set(incident.participants.filter(({ roles }) => roles.some(({ role, to }) => to === null && role !== 'observer')).map(({ person }) => person.id)).size;
  return (
    <div className={styles.head}>
      <p className={styles.total}>
        <Money amount={cost.total} currency={cost.currency} exact />
      </p>
      {cost.otherLines.length > 0 && (
        <p>
          of people’s time; with other costs <b>{formatMoney(cost.allTotal, cost.currency, 'minor')}</b>
        </p>
      )}
      {runs && (
        <p className={styles.burn}>
          + {formatMoney(cost.perHour, cost.currency, 'minor')} an hour{people > 0 && `, with ${people} ${people === 1 ? 'person' : 'people'} at work`}
        </p>
      )}
      <p className={styles.asOf}>
        Calculated <Time at={cost.asOf} />
        {!cost.pinned && Date.parse(cost.nextAt) > now && (
          <>
            , again <Time at={cost.nextAt} />
          </>
        )}
        {cost.pinned && '; its prices are kept'}
      </p>
    </div>
  );
}
