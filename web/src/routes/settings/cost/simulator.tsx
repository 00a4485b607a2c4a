import { SegmentedControl, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { call, type InputOf } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import type { ApiProblem } from '../../../api/problem.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import styles from './cost.module.css';
import { SimulatedCost } from './simulated.tsx';
import { FIRST_SKETCH, readSketch } from './sketch.ts';
import { SketchForm } from './sketch-form.tsx';

type Body = InputOf<typeof routes.cost.simulate>['body'];
type Props = {
  /** What is being tried; undefined while it cannot be calculated because a field is not a number. */
  trial: Pick<Body, 'rates' | 'model'> | undefined;
  /** Rates that a sketch is paid by when none are tried. */
  sketchRates: Body['rates'];
  /** Whose past incidents are offered first; any when absent. */
  project?: string;
};

/** Says what an incident, one that was or one that is only sketched, costs with the numbers on the left. Nothing is stored. */
export function Simulator({ trial, sketchRates, project }: Props) {
  const [source, setSource] = useState('incident');
  const [incident, setIncident] = useState<string | null>(null);
  const [sketch, setSketch] = useState(FIRST_SKETCH);
  const first = useApi(routes.incidents.list, { query: { stage: 'closed,review', sort: '-cost', limit: 1, project } });
  const chosen = incident ?? first.data?.data[0]?.key ?? null;
  const body = bodyOf();
  return (
    <Section title="Try it" note={<SegmentedControl size="xs" value={source} onChange={setSource} aria-label="Try it on" data={[{ value: 'incident', label: 'Past incident' }, { value: 'sketch', label: 'Sketch' }]} />}>
      <div className={styles.simulator}>
        {source === 'incident' ? <IncidentSelect value={chosen} project={project} onChange={setIncident} /> : <SketchForm value={sketch} byActivity={trial?.model?.kind === 'activity'} onChange={setSketch} />}
        {body === undefined ? <p className={styles.quiet}>{source === 'incident' && chosen === null ? 'There is no closed incident yet. Sketch one instead.' : 'Fill in the numbers to see the cost.'}</p> : <Outcome body={body} />}
      </div>
    </Section>
  );

  function bodyOf(): Body | undefined {
    if (trial === undefined) return undefined;
    if (source === 'incident') return chosen === null ? undefined : { incident: chosen, ...trial };
    const read = readSketch(sketch);
    const rates = trial.rates ?? sketchRates;
    return read === undefined ? undefined : { sketch: read, ...trial, ...(rates === undefined ? {} : { rates }) };
  }
}

function IncidentSelect({ value, project, onChange }: { value: string | null; project: string | undefined; onChange: (key: string | null) => void }) {
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search.trim(), 200);
  const { data } = useApi(routes.incidents.list, { query: { q: text.split(' · ')[0] || undefined, project, sort: '-cost', limit: 12 } }, { keepPrevious: true });
  const options = (data?.data ?? []).map((row) => ({ value: row.key, label: `${row.key} · ${row.title}` }));
  if (value !== null && !options.some((option) => option.value === value)) options.unshift({ value, label: value });
  return <Select aria-label="Incident to try it on" data={options} value={value} onChange={onChange} searchable searchValue={search} onSearchChange={setSearch} filter={({ options: all }) => all} nothingFoundMessage="No incident matches" />;
}

function Outcome({ body }: { body: Body }) {
  const [settled] = useDebouncedValue(body, 250);
  const key = JSON.stringify(settled);
  const { data, error, isFetching, refetch } = useQuery<Awaited<ReturnType<typeof simulate>>, ApiProblem>({ queryKey: ['cost.simulate', {}, key], queryFn: () => simulate(settled), placeholderData: keepPreviousData, retry: false });
  if (error) return <ProblemNotice error={error} title="This cannot be calculated" onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} label="Calculating" />;
  return (
    <div aria-busy={isFetching || JSON.stringify(body) !== key}>
      <SimulatedCost before={data.before} after={data.after} />
    </div>
  );
}

const simulate = (body: Body) => call(routes.cost.simulate, { body });
