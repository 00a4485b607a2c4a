import { type UseFormReturnType, useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import { ApiProblem, splitProblem } from '../api/problem.ts';

type Options<V> = {
  initialValues: V;
  /** Checks single fields before sending: a message, or null when the value is right. */
  validate?: Partial<Record<keyof V & string, (value: never, values: V) => string | null>>;
  /** Checks everything before sending: messages by field path. */
  check?: (values: V) => Record<string, string>;
  /** Paths of the fields on screen, when they are not just the names of the values: refusals of other fields are shown at the top. */
  fields?: readonly string[];
  /** Sends the values; what it throws is shown at the fields it names, the rest at the top of the form. */
  send: (values: V) => Promise<unknown>;
};

type ApiForm<V> = {
  form: UseFormReturnType<V>;
  /** The form's onSubmit. */
  submit: (event?: React.FormEvent<HTMLFormElement>) => void;
  busy: boolean;
  /** What the API refused and no field on screen can show. */
  problem: ApiProblem | undefined;
};

/** A form whose refusals by the API appear at their fields: spread `form.getInputProps(name)`, use `submit`, show `problem` at the top. */
export function useApiForm<V extends Record<string, unknown>>({ initialValues, validate, check, fields, send }: Options<V>): ApiForm<V> {
  const form = useForm<V>({ initialValues, ...(check ? { validate: check } : validate ? { validate: validate as never } : {}) });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | undefined>(undefined);
  // The messages are on screen only after the next render, and only then can the first of them get the focus.
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (refusals > 0) focusFirstError();
  }, [refusals]);
  const run = async (values: V): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await send(values);
    } catch (error) {
      const found = ApiProblem.from(error);
      const { byField, rest } = splitProblem(found, fields ?? Object.keys(values));
      form.setErrors(byField);
      setRefusals((count) => count + 1);
      if (rest.length > 0 || Object.keys(byField).length === 0) setProblem(found.withErrors(rest));
    } finally {
      setBusy(false);
    }
  };
  return { form, submit: form.onSubmit((values) => void run(values), () => setRefusals((count) => count + 1)), busy, problem };
}

function focusFirstError(): void {
  const first = document.querySelector('form [aria-invalid=true]');
  if (first instanceof HTMLElement) first.focus();
}
