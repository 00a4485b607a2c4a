import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CostModel } from '../../../../../api/contract/cost.ts';
import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { useMay } from '../../../api/session.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { toastDone, toastFailed } from '../../../ui/toast.ts';
import { useApiForm } from '../../../ui/use-api-form.ts';
import styles from './cost.module.css';
import { ModelFields } from './model-fields.tsx';
import { BUILT_IN, checkModel, fromModelForm, type ModelValues, ROLE_NAMES, toModelForm } from './model-form.ts';
import { NewModel } from './new-model.tsx';
import { SaveVersion } from './save-version.tsx';
import { Simulator } from './simulator.tsx';
import { TypesOfModel } from './types-of-model.tsx';
import { useSketchRates } from './use-sketch-rates.ts';
import { Versions } from './versions.tsx';

/** How time becomes money: the models with their numbers, and beside them what an incident would cost with other ones. */
export function Models() {
  const models = useApi(routes.cost.models.list, {});
  const roles = useApi(routes.settings.roles.list, {});
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  if (models.error && !models.data) return <ProblemNotice error={models.error} title="The models could not be loaded" onRetry={() => void models.refetch()} />;
  if (!models.data || !roles.data) return <Loading rows={6} height={26} gap={20} label="Loading the models" />;
  const all = models.data.data;
  const model = all.find(({ id }) => id === chosen) ?? all.find(({ isStandard }) => isStandard) ?? all[0];
  const builtIn = { ...BUILT_IN, multipliers: Object.fromEntries(ROLE_NAMES.map((role) => [role, String(roles.data.data.find((row) => row.role === role)?.costMultiplier ?? BUILT_IN.multipliers[role])])) as ModelValues['multipliers'] };
  const inForce = model?.versions.find(({ state }) => state === 'inForce');
  return (
    <>
      <div className={styles.intro}>
        <p>A model says which hours count, and how much. Each incident type has one; the standard model counts for types that name none. A change begins at a moment: hours before it keep their price, and closed incidents keep theirs until you re-rate them.</p>
        <NewModel settings={fromModelForm(inForce === undefined ? builtIn : toModelForm(inForce.settings))} onMade={setChosen} />
      </div>
      {all.length > 1 && (
        <Select className={styles.choose ?? ''} label="Model" data={all.map(({ id, name, isStandard }) => ({ value: id, label: isStandard ? `${name} (standard)` : name }))} value={model?.id ?? null} onChange={(id) => id !== null && setChosen(id)} />
      )}
      <Editor key={`${model?.id} ${inForce?.id}`} model={model} initial={inForce === undefined ? builtIn : toModelForm(inForce.settings)} builtIn={builtIn} labels={new Map(roles.data.data.map(({ role, label }) => [role, label]))} />
    </>
  );
}

type EditorProps = { model: CostModel | undefined; initial: ModelValues; builtIn: ModelValues; labels: ReadonlyMap<string, string> };

function Editor({ model, initial, builtIn, labels }: EditorProps) {
  const admin = useMay('admin');
  const client = useQueryClient();
  const sketchRates = useSketchRates();
  const form = useApiForm<{ settings: ModelValues; effectiveFrom: string | null; note: string }>({
    initialValues: { settings: initial, effectiveFrom: null, note: '' },
    fields: ['settings.multipliers', ...['laterDayHours', 'reviewPreparationHours', 'reviewMeetingHours', 'responseSeconds'].map((name) => `settings.${name}`), 'effectiveFrom', 'note'],
    check: ({ settings }) => Object.fromEntries(Object.entries(checkModel(settings)).map(([name, text]) => [`settings.${name}`, text])),
    send: async ({ settings, effectiveFrom, note }) => {
      // What is built in becomes a model first, so that the hours until now keep their price.
      const id = model?.id ?? (await call(routes.cost.models.create, { body: { name: 'Standard', isStandard: true, settings: fromModelForm(builtIn), note: 'The built-in numbers' } })).id;
      await call(routes.cost.models.addVersion, { params: { id }, body: { effectiveFrom: effectiveFrom ?? new Date().toISOString(), settings: fromModelForm(settings), note } });
      await client.invalidateQueries({ predicate: ({ queryKey }) => /^(cost|incident-roles)/.test(String(queryKey[0])) });
      toastDone('The new numbers are stored.');
    },
  });
  const { values, errors } = form.form;
  const faults = checkModel(values.settings);
  const changed = JSON.stringify(values.settings) !== JSON.stringify(initial);
  const fieldErrors = { ...faults, ...Object.fromEntries(Object.entries(errors).map(([name, error]) => [name.replace(/^settings\./, ''), error])) };
  const remove = (version: { id: string }): void => {
    call(routes.cost.models.removeVersion, { params: { id: version.id } }).then(
      () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('cost') }),
      (error: unknown) => toastFailed('The version is still there', String(error)),
    );
  };
  return (
    <div className={styles.split}>
      <div>
        <Section title={model === undefined ? 'The built-in model' : model.name} note={model?.isStandard === true ? 'counts for types that name no other' : undefined}>
          <form onSubmit={form.submit} noValidate>
            {form.problem && <ProblemNotice error={form.problem} title={`Not stored: ${form.problem.title}`} />}
            <ModelFields values={values.settings} errors={fieldErrors} labels={labels} readOnly={!admin} onChange={(changes) => form.form.setFieldValue('settings', { ...values.settings, ...changes })} />
            {admin && changed && (
              <SaveVersion
                values={values}
                errors={errors}
                example="Agreed with finance"
                busy={form.busy}
                onFrom={(at) => form.form.setFieldValue('effectiveFrom', at)}
                onNote={(note) => form.form.setFieldValue('note', note)}
                onUndo={() => form.form.reset()}
              />
            )}
          </form>
        </Section>
        {model !== undefined && <TypesOfModel model={model} />}
        {model !== undefined && <Versions versions={model.versions} says={(version) => inWords(toModelForm(version.settings))} onRemove={remove} />}
      </div>
      <Simulator trial={Object.keys(faults).length > 0 ? undefined : { model: fromModelForm(values.settings) }} sketchRates={sketchRates} />
    </div>
  );
}

function inWords({ kind, multipliers, laterDayHours, responseSeconds, reviewPreparationHours, reviewMeetingHours }: ModelValues): string {
  const review = `review ${reviewPreparationHours} + ${reviewMeetingHours} h`;
  if (kind === 'activity') return `activity, ${responseSeconds} s each, ${review}`;
  return `${ROLE_NAMES.map((role) => `${role} × ${multipliers[role]}`).join(', ')}, later days ${laterDayHours} h, ${review}`;
}
