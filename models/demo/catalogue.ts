/** A service with the teams whose members take turns. */
export interface DemoService {
  name: string;
  description: string;
  team: string;
}
/** Services that the demo's incidents are about. */
export const DEMO_SERVICES: readonly DemoService[] = [
  { name: 'checkout', description: 'Basket to order confirmation.', team: 'Checkout' },
  { name: 'payments', description: 'Authorisation, capture and refunds through two providers.', team: 'Payments' },
  { name: 'identity', description: 'Sign-in, sessions, one-time codes.', team: 'Identity' },
  { name: 'search', description: 'Product index and ranking.', team: 'Search' },
  { name: 'storage', description: 'Primary databases and their backups.', team: 'Storage' },
  { name: 'network', description: 'Edge, load balancers, name resolution.', team: 'Network' },
  { name: 'messaging', description: 'E-mail, push and text messages to customers.', team: 'Messaging' },
  { name: 'data-platform', description: 'Pipelines, warehouse and reports.', team: 'Data platform' },
  { name: 'mobile', description: 'The iOS and Android apps.', team: 'Mobile' },
  { name: 'platform', description: 'Clusters, deployment, secrets.', team: 'Platform' },
  { name: 'fraud', description: 'Risk scoring and chargebacks.', team: 'Risk' },
  { name: 'security', description: 'Detection and response.', team: 'Security' },
];

/** Projects beside the default one. */
export const DEMO_PROJECTS = [
  { name: 'Payments', description: 'Everything that moves money.', keyPrefix: 'PAY', settings: { annualEmployeeCost: 120_000, businessHoursPerYear: 1800, currency: 'EUR' } },
  { name: 'Security', description: 'Attacks, leaks and vulnerabilities.', keyPrefix: 'SEC', settings: { annualEmployeeCost: 130_000, businessHoursPerYear: 1800, currency: 'EUR' } },
] as const;

/** Who is asked in when; services and roles by name. */
export const DEMO_RULES = [
  { name: 'Payments on-call leads payment incidents', match: { projects: ['Payments'] }, service: 'payments', role: 'commander' },
  { name: 'Security response leads security incidents', match: { types: ['Security'] }, service: 'security', role: 'commander' },
  { name: 'Platform on-call joins the worst', match: { severities: ['Sev 1', 'Sev 2'] }, service: 'platform', role: 'participant' },
  { name: 'Network on-call joins infrastructure incidents', match: { types: ['Infrastructure'] }, service: 'network', role: 'participant' },
  { name: 'Database on-call joins data incidents', match: { types: ['Data'] }, service: 'storage', role: 'participant' },
] as const;
/** Heads communications in Sev 1: a person, not a service. */
export const DEMO_LIAISON = { name: 'Communications speaks in Sev 1', email: 'chloe.martin@example.com' } as const;
