import { Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RateVersion } from '../../../../../api/contract/cost.ts';
import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { useMay } from '../../../api/session.ts';
import { Empty } from '../../../ui/empty.tsx';
import { formatDecimal, formatMoney } from '../../../ui/money-format.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { toastDone, toastFailed } from '../../../ui/toast.ts';
import { useApiForm } from '../../../ui/use-api-form.ts';
import styles from './cost.module.css';
import { Overrides } from './overrides.tsx';
import { BUILT_IN_RATES, checkRates, fromRateForm, type RateValues, toRateForm, withoutBegun } from './rate-form.ts';
import { SaveVersion } from './save-version.tsx';
import { Simulator } from './simulator.tsx';
import { Versions } from './versions.tsx';

/** What an hour is worth in each project, version by version, and beside it what incidents would cost with other rates. */
export function Rates() {
  const admin = useMay('admin');
  const { data, error, refetch } = useApi(routes.cost.rates.list, {}, { enabled: admin });
  const projects = useApi(routes.settings.projects.list, {});
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  if (!admin) return <Empty title="Rates are for administrators">What an hour costs can tell what people earn. Ask an administrator.</Empty>;
  if (error && !data) return <ProblemNotice error={error} title="The rates could not be loaded" onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} height={26} gap={20} label="Loading the rates" />;
  const first = projects.data?.data.find(({ isDefault }) => isDefault)?.name;
  const rates = data.data.find(({ project }) => project === (chosen ?? first)) ?? data.data[0];
  if (rates === undefined) return <Empty title="No project yet">Rates belong to projects.</Empty>;
  return (
    <>
      <div className={styles.intro}>
        <p>An hour costs the annual cost of an employee divided by the working hours of a year, exactly. New rates begin at a moment: hours before it keep their price, and closed incidents keep theirs until you re-rate them. An incident stays in the currency it was reported in.</p>
      </div>
      {data.data.length > 1 && <Select className={styles.choose ?? ''} label="Project" data={data.data.map(({ project }) => project)} value={rates.project} onChange={(name) => name !== null && setChosen(name)} />}
      <Editor key={`${rates.project} ${rates.inForce?.id}`} project={rates.project} inForce={rates.inForce} versions={rates.versions} />
    </>
  );
}

type EditorProps = { project: string; inForce: RateVersion | null; versions: readonly RateVersion[] };

function Editor({ project, inForce, versions }: EditorProps) {
  const client = useQueryClient();
  const initial = inForce === null ? BUILT_IN_RATES : toRateForm(inForce);
  const renew = () => client.invalidateQueries({ predicate: ({ queryKey }) => /^(cost|projects)/.test(String(queryKey[0])) });
  const form = useApiForm<RateValues & { effectiveFrom: string | null; note: string }>({
    initialValues: { ...initial, effectiveFrom: null, note: '' },
    check: checkRates,
    send: async ({ effectiveFrom, note, ...values }) => {
      // The first version would also count for the time before it, so what is built in becomes a version first.
      if (versions.length === 0) await call(routes.cost.rates.add, { body: { ...fromRateForm(BUILT_IN_RATES), project, effectiveFrom: new Date(0).toISOString(), note: 'The built-in rates' } });
      await call(routes.cost.rates.add, { body: { ...fromRateForm(values), project, effectiveFrom: effectiveFrom ?? new Date().toISOString(), note } });
      await renew();
      toastDone('The new rates are stored.');
    },
  });
  const { values, errors } = form.form;
  // What is only begun is not marked yet, and not tried; the form says so when it is sent.
  const tried = withoutBegun(values);
  const faults = checkRates(tried);
  const changed = (['annualEmployeeCost', 'businessHoursPerYear', 'currency'] as const).some((name) => values[name] !== initial[name]) || JSON.stringify(values.overrides) !== JSON.stringify(initial.overrides);
  const input = (name: 'annualEmployeeCost' | 'businessHoursPerYear' | 'currency') => ({ value: values[name], error: errors[name] ?? faults[name], onChange: (event: React.ChangeEvent<HTMLInputElement>) => form.form.setFieldValue(name, event.currentTarget.value) });
  const remove = (version: { id: string }): void => {
    call(routes.cost.rates.remove, { params: { id: version.id } }).then(renew, (error: unknown) => toastFailed('The rates are still there', String(error)));
  };
  return (
    <div className={styles.split}>
      <div>
        <Section title={`Rates of ${project}`} note={inForce === null ? 'built in' : `${formatMoney(inForce.perHour, inForce.currency, 'minor')} an hour`}>
          <form onSubmit={form.submit} noValidate>
            {form.problem && <ProblemNotice error={form.problem} title={`Not stored: ${form.problem.title}`} />}
            <div className={styles.fields}>
              <TextInput label="An employee costs a year" inputMode="decimal" {...input('annualEmployeeCost')} />
              <TextInput label="Working hours a year" inputMode="decimal" {...input('businessHoursPerYear')} />
              <TextInput label="Currency" maxLength={3} {...input('currency')} />
              <div className={styles.wide}>
                <h3 className={styles.label}>Other rates</h3>
                <Overrides rows={values.overrides} faults={{ ...faults, ...errors }} onChange={(overrides) => form.form.setFieldValue('overrides', overrides)} />
              </div>
            </div>
            {changed && (
              <SaveVersion
                values={values}
                errors={errors}
                example="Budget of next year"
                busy={form.busy}
                onFrom={(at) => form.form.setFieldValue('effectiveFrom', at)}
                onNote={(note) => form.form.setFieldValue('note', note)}
                onUndo={() => form.form.reset()}
              />
            )}
          </form>
        </Section>
        <Versions versions={versions} says={inWords} onRemove={remove} />
      </div>
      <Simulator trial={Object.keys(faults).length > 0 ? undefined : { rates: fromRateForm(tried) }} sketchRates={undefined} project={project} />
    </div>
  );
}

function inWords({ annualEmployeeCost, businessHoursPerYear, currency, perHour, overrides }: RateVersion): string {
  const others = overrides.length === 0 ? '' : `, ${overrides.length} other ${overrides.length === 1 ? 'rate' : 'rates'}`;
  return `${formatMoney(annualEmployeeCost, currency)} a year ÷ ${formatDecimal(businessHoursPerYear)} h = ${formatMoney(perHour, currency, 'minor')} an hour${others}`;
}
