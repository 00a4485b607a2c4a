import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { Catalog } from '../catalog.tsx';
import type { FieldSpec, Values } from '../forms/spec.ts';
import { useNames } from '../use-names.ts';
import { matchInWords } from './rule-words.ts';

const ROLES = ['commander', 'scribe', 'liaison', 'participant', 'observer'].map((role) => ({ value: role, label: role }));

function specs(names: ReturnType<typeof useNames>): FieldSpec[] {
  return [
    { name: 'name', label: 'Name', kind: 'line', required: true, placeholder: 'Payments on-call commands' },
    { name: 'rank', label: 'Order', kind: 'number', min: 1, max: 1000, required: true, help: 'The first rule that fits decides who commands.' },
    { name: 'match.severities', label: 'When the severity is', kind: 'choices', options: names.severities, empty: 'absent' },
    { name: 'match.priorities', label: 'and the priority is', kind: 'choices', options: names.priorities, empty: 'absent' },
    { name: 'match.types', label: 'and the type is', kind: 'choices', options: names.types, empty: 'absent' },
    { name: 'match.projects', label: 'and the project is', kind: 'choices', options: names.projects, empty: 'absent' },
    { name: 'match.tags', label: 'and it has the tags', kind: 'words', placeholder: 'Any', empty: 'absent', wide: true },
    { name: 'service', label: 'engage who is on call for', kind: 'choice', options: names.services, placeholder: 'A service', empty: 'absent' },
    { name: 'person', label: 'or this person', kind: 'person', empty: 'absent' },
    { name: 'role', label: 'as', kind: 'choice', options: ROLES, required: true },
    { name: 'project', label: 'Belongs to project', kind: 'choice', options: names.projects, placeholder: 'Every project', empty: 'null' },
    { name: 'isEnabled', label: 'In force', kind: 'flag' },
  ];
}

function write(form: Values): Values {
  const { service, person, match, ...rest } = form;
  if (person === undefined && service === undefined) {
    throw new ApiProblem({ status: 422, title: 'Nobody to engage', errors: [{ pointer: '/service', detail: 'Choose a service or a person' }] });
  }
  const target = person === undefined ? { kind: 'service', service } : { kind: 'person', email: person };
  return { ...rest, match: match ?? {}, target };
}

/** Who is engaged, in which role, when an incident of some kind is declared. */
export function Rules() {
  const { data, error, refetch } = useApi(routes.settings.engagementRules.list, {});
  const names = useNames();
  const rows = data?.data.toSorted((a, b) => a.rank - b.rank).map(({ target, ...row }) => ({
    id: row.id,
    title: row.name,
    text: `${matchInWords(row.match)} → ${target.kind === 'service' ? `${target.service} on-call` : target.email}`,
    facts: [`as ${row.role}`],
    isEnabled: row.isEnabled,
    value: { ...row, target, ...(target.kind === 'service' ? { service: target.service } : { person: target.email }) },
  }));
  return (
    <Catalog
      noun="engagement rule"
      intro="Who is called when something is declared. All rules that fit are followed; the first with the role commander decides who commands."
      rows={rows}
      error={error}
      onRetry={() => void refetch()}
      specs={specs(names)}
      write={write}
      blank={{ rank: (rows?.length ?? 0) + 1, isEnabled: true, role: 'participant', match: {} }}
      create={(body) => call(routes.settings.engagementRules.create, { body: body as never })}
      update={(id, body) => call(routes.settings.engagementRules.update, { params: { id }, body })}
    />
  );
}
