import { routes } from '../../../../../api/contract/index.ts';
import type { InputOf } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';

type Rates = NonNullable<InputOf<typeof routes.cost.simulate>['body']['rates']>;

/** The rates that a sketch is paid by: those of the default project, undefined until they are known or when it has none. */
export function useSketchRates(): Rates | undefined {
  const rates = useApi(routes.cost.rates.list, {});
  const projects = useApi(routes.settings.projects.list, {});
  const name = projects.data?.data.find(({ isDefault }) => isDefault)?.name;
  const inForce = rates.data?.data.find(({ project }) => project === name)?.inForce ?? null;
  if (inForce === null) return undefined;
  const { annualEmployeeCost, businessHoursPerYear, currency, overrides } = inForce;
  return { annualEmployeeCost, businessHoursPerYear, currency, overrides };
}
