import { MultiSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { CostModel } from '../../../../../api/contract/cost.ts';
import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { useMay } from '../../../api/session.ts';
import { Section } from '../../../ui/page.tsx';
import { toastFailed } from '../../../ui/toast.ts';
import styles from './cost.module.css';

/** Which incident types count by this model instead of the standard one. */
export function TypesOfModel({ model }: { model: CostModel }) {
  const admin = useMay('admin');
  const client = useQueryClient();
  const { data } = useApi(routes.settings.types.list, {});
  const types = data?.data ?? [];
  const change = async (names: readonly string[]): Promise<void> => {
    const moved = types.filter(({ name }) => names.includes(name) !== model.types.includes(name));
    try {
      for (const { id, name } of moved) await call(routes.cost.models.setType, { params: { id }, body: { modelId: names.includes(name) ? model.id : null } });
    } catch (error) {
      toastFailed('The type keeps its model', ApiProblem.from(error).detail ?? '');
    }
    await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('cost') });
  };
  return (
    <Section title="Incident types that name it">
      <MultiSelect aria-label="Incident types" className={styles.choose ?? ''} data={types.map(({ name }) => name)} value={model.types} onChange={(names) => void change(names)} placeholder={model.types.length === 0 ? (model.isStandard ? 'None by name; it is the standard' : 'None yet') : ''} disabled={!admin} />
    </Section>
  );
}
