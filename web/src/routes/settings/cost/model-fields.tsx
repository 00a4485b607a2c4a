import { MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './cost.module.css';
import { ACTIVITY_WORDS, type ModelValues, ROLE_NAMES } from './model-form.ts';

type Props = { values: ModelValues; errors: Record<string, ReactNode>; labels: ReadonlyMap<string, string>; readOnly: boolean; onChange: (changes: Partial<ModelValues>) => void };

/** The numbers of a cost model. */
export function ModelFields({ values, errors, labels, readOnly, onChange }: Props) {
  const number = (name: Exclude<keyof ModelValues, 'kind' | 'multipliers' | 'activityKinds'>, label: string, help: string) => (
    <TextInput label={label} description={help} error={errors[name]} inputMode="decimal" value={values[name]} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
  );
  return (
    <fieldset disabled={readOnly} className={styles.fields}>
      <div className={styles.wide}>
        <SegmentedControl
          aria-label="What is counted"
          value={values.kind}
          disabled={readOnly}
          onChange={(kind) => onChange({ kind: kind === 'activity' ? 'activity' : 'roles' })}
          data={[{ value: 'roles', label: 'Hours in a role' }, { value: 'activity', label: 'Activity' }]}
        />
        <p className={styles.quiet}>
          {values.kind === 'roles'
            ? 'People count for as long as they hold a role while the incident is active. Who holds two counts once, by the heavier one.'
            : 'Each message, edit or command counts for a while; what overlaps counts once. Roles and stages play no part.'}
        </p>
      </div>
      {values.kind === 'roles' ? (
        <>
          <div className={`${styles.multipliers} ${styles.wide}`} role="group" aria-label="An hour in a role counts">
            {ROLE_NAMES.map((role) => (
              <TextInput
                key={role}
                label={labels.get(role) ?? role}
                leftSection="×"
                error={errors[`multipliers.${role}`]}
                inputMode="decimal"
                value={values.multipliers[role]}
                onChange={(event) => onChange({ multipliers: { ...values.multipliers, [role]: event.currentTarget.value } })}
              />
            ))}
          </div>
          {number('laterDayHours', 'Hours a day after the first', 'At most so many count for each person in every 24 hours after the first.')}
        </>
      ) : (
        <>
          {number('responseSeconds', 'Seconds an activity counts', '300 are five minutes.')}
          <MultiSelect label="What counts" data={ACTIVITY_WORDS} value={values.activityKinds} onChange={(activityKinds) => onChange({ activityKinds })} placeholder={values.activityKinds.length === 0 ? 'Everything' : ''} clearable />
        </>
      )}
      {number('reviewPreparationHours', 'Hours to prepare the review', 'Counted once, for its owner.')}
      {number('reviewMeetingHours', 'Hours of the review meeting', 'Counted once, for everybody who ever held a role that costs.')}
    </fieldset>
  );
}
