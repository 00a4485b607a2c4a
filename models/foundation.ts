import type { Role, Visibility } from '../domain/incident/types.ts';

interface TypeRow {
  name: string;
  description: string;
  isDefault: boolean;
  visibility: Visibility;
  wantsPostmortem: boolean;
  reviewDueDays: number;
  incidentTemplate: null;
  reviewTemplate: null;
  ticketMetadata: Record<string, never>;
}

function type(name: string, description: string, more: Partial<TypeRow> = {}): TypeRow {
  return { name, description, isDefault: false, visibility: 'open', wantsPostmortem: true, reviewDueDays: 5, incidentTemplate: null, reviewTemplate: null, ticketMetadata: {}, ...more };
}

interface RoleRow {
  role: Role;
  label: string;
  description: string;
  costMultiplier: string;
}

const ROLES: readonly RoleRow[] = [
  { role: 'commander', label: 'Commander', description: 'Leads the response, decides, and keeps everybody to one plan.', costMultiplier: '1' },
  { role: 'reporter', label: 'Reporter', description: 'Noticed it and said so.', costMultiplier: '0.5' },
  { role: 'scribe', label: 'Scribe', description: 'Writes down what happens, when it happens.', costMultiplier: '0.75' },
  { role: 'liaison', label: 'Liaison', description: 'Speaks with customers, support and executives.', costMultiplier: '0.75' },
  { role: 'participant', label: 'Participant', description: 'Works on it.', costMultiplier: '0.5' },
  { role: 'observer', label: 'Observer', description: 'Follows along without working on it.', costMultiplier: '0' },
];

/** What an empty database begins with; people change all of it in the settings. */
export const FOUNDATION = {
  organization: { slug: 'default', name: 'Default' },
  project: { name: 'Default', description: 'Incidents that belong to no other project.', keyPrefix: 'INC', settings: {} },
  types: [
    type('Service outage', 'A product or service does not work, or works badly.', { isDefault: true }),
    type('Security', 'Somebody got in, tried to, or could: access, credentials, vulnerabilities.', { visibility: 'restricted', reviewDueDays: 10 }),
    type('Data', 'Data is lost, wrong, late, or seen by those who should not see it.'),
    type('Vendor', 'A supplier fails and we feel it.'),
    type('Infrastructure', 'Networks, machines, capacity or deployments below the products.'),
    type('Exercise', 'A rehearsal; nobody outside is affected.', { wantsPostmortem: false }),
  ],
  severities: [
    { name: 'Sev 1', description: 'Critical: customers cannot use the product, or data is at risk.', isDefault: false },
    { name: 'Sev 2', description: 'High: a core feature is broken for many.', isDefault: false },
    { name: 'Sev 3', description: 'Medium: something is wrong, and there is a way around it.', isDefault: true },
    { name: 'Sev 4', description: 'Low: small, cosmetic, or only inside the company.', isDefault: false },
  ],
  priorities: [
    { name: 'P1', description: 'Now, day and night: the commander is paged.', isDefault: false, tacticalReportMinutes: 30, executiveReportMinutes: 120, pageCommander: true },
    { name: 'P2', description: 'Today, before other work.', isDefault: false, tacticalReportMinutes: 120, executiveReportMinutes: 480, pageCommander: false },
    { name: 'P3', description: 'In working hours.', isDefault: true, tacticalReportMinutes: 480, executiveReportMinutes: null, pageCommander: false },
    { name: 'P4', description: 'When there is time.', isDefault: false, tacticalReportMinutes: null, executiveReportMinutes: null, pageCommander: false },
  ],
  roles: ROLES,
} as const;
