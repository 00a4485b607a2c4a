import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { formatMoney } from '../../ui/money-format.ts';
import { useMoment } from './use-moment.ts';
import styles from './cost.module.css';

const WIDTH = 100;
const HEIGHT = 28;

/** How the cost grew from the report until now, as a line; the words beneath say its ends. */
export function Growth({ incident }: { incident: string }) {
  const { data } = useApi(routes.cost.history, { params: { incident }, query: { points: 60 } });
  const when = useMoment();
  const points = data?.points ?? [];
  const last = points.at(-1);
  const first = points[0];
  const most = Number(last?.total ?? 0);
  if (!data || first === undefined || last === undefined || most <= 0) return null;
  const span = Math.max(1, Date.parse(last.at) - Date.parse(first.at));
  // Heights are geometry; the amounts are written exactly elsewhere.
  const path = points.map(({ at, total }, i) => `${i === 0 ? 'M' : 'L'}${(((Date.parse(at) - Date.parse(first.at)) / span) * WIDTH).toFixed(2)} ${(HEIGHT - (Number(total) / most) * (HEIGHT - 2) - 1).toFixed(2)}`).join('');
  return (
    <figure className={styles.growth}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`The cost of people’s time grew to ${formatMoney(last.total, data.currency)} since ${when(first.at)}`}>
        <path d={`${path}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} className={styles.growthArea} />
        <path d={path} className={styles.growthLine} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>{when(first.at)}</span>
        <span>{when(last.at)}</span>
      </figcaption>
    </figure>
  );
}
