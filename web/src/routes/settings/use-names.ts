import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';

type Options = { value: string; label: string }[];

const named = (rows: readonly { name: string }[] | undefined): Options => (rows ?? []).map(({ name }) => ({ value: name, label: name }));

/** The names of what is configured, for fields that choose among them. */
export function useNames(): { types: Options; severities: Options; priorities: Options; projects: Options; services: Options } {
  const types = useApi(routes.settings.types.list, {});
  const severities = useApi(routes.settings.severities.list, {});
  const priorities = useApi(routes.settings.priorities.list, {});
  const projects = useApi(routes.settings.projects.list, {});
  const services = useApi(routes.settings.services.list, {});
  return { types: named(types.data?.data), severities: named(severities.data?.data), priorities: named(priorities.data?.data), projects: named(projects.data?.data), services: named(services.data?.data) };
}
