import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { useApiForm } from '../../../ui/use-api-form.ts';
import { Field } from './fields.tsx';
import { type FieldSpec, fromForm, toForm, type Values, valueAt, withValueAt } from './spec.ts';
import styles from './forms.module.css';

type Props = {
  specs: readonly FieldSpec[];
  value: Values;
  /** The verb with its object: "Save severity". */
  action: string;
  send: (value: Values) => Promise<unknown>;
  onCancel?: () => void;
  extra?: ReactNode;
  readOnly?: boolean;
};

/** A form made of field specs; what the API refuses appears at its fields. */
export function SpecForm({ specs, value, action, send, onCancel, extra, readOnly = false }: Props) {
  const { form, submit, busy, problem } = useApiForm<Values>({
    initialValues: toForm(specs, value),
    fields: specs.map((spec) => spec.name),
    check: (values) => missing(specs, values),
    send: (values) => send(fromForm(specs, values)),
  });
  return (
    <form onSubmit={submit} noValidate>
      <fieldset disabled={readOnly} className={styles.fields}>
        {problem && (
          <div className={styles.wide}>
            <ProblemNotice error={problem} title={`Not saved: ${problem.title}`} />
          </div>
        )}
        {/* Switches have no label above them, so they stand in rows of their own below the fields. */}
        {[...specs.filter((spec) => spec.kind !== 'flag'), ...specs.filter((spec) => spec.kind === 'flag')].map((spec) => (
          <div key={spec.name} className={spec.wide === true || spec.kind === 'text' || spec.kind === 'people' || spec.kind === 'flag' ? styles.wide : undefined}>
            <Field
              spec={spec}
              value={valueAt(form.values, spec.name)}
              error={form.errors[spec.name]}
              onChange={(next) => {
                form.setValues((values) => withValueAt(values as Values, spec.name, next ?? null));
                form.clearFieldError(spec.name);
              }}
            />
          </div>
        ))}
      </fieldset>
      {extra}
      {!readOnly && (
        <Group gap={8} mt="lg">
          <Button type="submit" variant="filled" loading={busy}>
            {action}
          </Button>
          {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        </Group>
      )}
    </form>
  );
}

function missing(specs: readonly FieldSpec[], values: Values): Record<string, string> {
  const empty = specs.filter((spec) => {
    const value = valueAt(values, spec.name);
    return spec.required === true && (value === null || (typeof value === 'string' && value.trim() === ''));
  });
  return Object.fromEntries(empty.map((spec) => [spec.name, `${spec.label} is needed`]));
}
