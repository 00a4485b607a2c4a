/** Columns of one table in which people are mentioned. */
export interface Place {
  table: string;
  /** Columns that name a row. */
  key: readonly string[];
  texts?: readonly string[];
  jsons?: readonly string[];
  /** `text[]` columns. */
  lists?: readonly string[];
  /** Which rows belong to the incident or organization `$1`; `incident_id = $1` or `organization_id = $1` when absent. */
  scope?: string;
}

const IN_ITS_DOCUMENTS = 'document_id in (select id from documents where incident_id = $1)';

/** Where an incident's rows mention people, the ledger and what is folded from it left out: those are erased through an event. */
export const INCIDENT_PLACES: readonly Place[] = [
  { table: 'incidents', key: ['id'], texts: ['last_report_text'], scope: 'id = $1' },
  { table: 'participants', key: ['incident_id', 'person_id'], jsons: ['source'] },
  { table: 'incident_resources', key: ['incident_id', 'kind'], texts: ['name'] },
  { table: 'incident_steps', key: ['incident_id', 'step'], texts: ['last_error', 'note'] },
  { table: 'event_overlays', key: ['incident_id', 'seq'], texts: ['amended_text', 'amended_by'] },
  { table: 'reports', key: ['id'], texts: ['author_name'], jsons: ['body'] },
  { table: 'tasks', key: ['id'], texts: ['title', 'description'] },
  { table: 'costs', key: ['incident_id'], jsons: ['lines', 'teams'] },
  { table: 'cost_lines', key: ['id'], texts: ['note'] },
  { table: 'recorded_activities', key: ['incident_id', 'key'], texts: ['email'] },
  { table: 'feedback', key: ['id'], texts: ['text'] },
  { table: 'builtin_objects', key: ['id'], texts: ['name'], jsons: ['data'] },
  { table: 'builtin_members', key: ['object_id', 'email'], texts: ['email', 'name'], scope: 'object_id in (select id from builtin_objects where incident_id = $1)' },
  { table: 'messages', key: ['id'], texts: ['author_name', 'body'], jsons: ['buttons'], lists: ['only_for', 'mentions'] },
  { table: 'files', key: ['id'], texts: ['name'] },
  { table: 'documents', key: ['id'], texts: ['title', 'body'], jsons: ['placeholder_values'] },
  { table: 'document_revisions', key: ['document_id', 'revision'], texts: ['body', 'author_name'], scope: IN_ITS_DOCUMENTS },
  { table: 'deliveries', key: ['id'], texts: ['key', 'recipient', 'recipient_name', 'subject', 'html', 'text', 'last_error'], jsons: ['calendar', 'draft'] },
  { table: 'idempotency_keys', key: ['organization_id', 'route', 'key'], jsons: ['response'] },
];

/** Where configuration and mails of an organization mention people. */
export const ORGANIZATION_PLACES: readonly Place[] = [
  { table: 'projects', key: ['id'], texts: ['description'], jsons: ['settings'] },
  { table: 'services', key: ['id'], texts: ['name', 'description'], jsons: ['rotation'] },
  { table: 'engagement_rules', key: ['id'], texts: ['name'] },
  { table: 'incident_types', key: ['id'], texts: ['description', 'incident_template', 'review_template'] },
  { table: 'cost_rate_versions', key: ['id'], texts: ['note', 'created_by'], jsons: ['overrides'] },
  { table: 'cost_models', key: ['id'], texts: ['description'] },
  { table: 'cost_model_versions', key: ['id'], texts: ['note', 'created_by'], scope: 'model_id in (select id from cost_models where organization_id = $1)' },
  { table: 'cost_pricings', key: ['id'], jsons: ['pricing'] },
  { table: 'deliveries', key: ['id'], texts: ['key', 'recipient', 'recipient_name', 'subject', 'html', 'text', 'last_error'], jsons: ['calendar', 'draft'], scope: 'organization_id = $1 and incident_id is null' },
  { table: 'idempotency_keys', key: ['organization_id', 'route', 'key'], jsons: ['response'], scope: 'organization_id = $1 and incident_id is null' },
  { table: 'legal_holds', key: ['incident_id'], texts: ['reason'], scope: 'incident_id in (select id from incidents where organization_id = $1)' },
  { table: 'purged_incidents', key: ['incident_id'], texts: ['purged_by'], jsons: ['resources'] },
  { table: 'inbound_events', key: ['id'], texts: ['last_error'], jsons: ['facts'] },
  { table: 'erasures', key: ['id'], texts: ['requested_by'] },
];

/** Tables that hold no words about people, or whose rows are handled by name; every other one must be a place. The reason stands beside each. */
export const OTHER_TABLES: Readonly<Record<string, string>> = {
  SequelizeMeta: 'names of migrations',
  organizations: 'the organization itself',
  people: 'the row itself is replaced',
  accounts: 'removed with the address when no other organization knows it',
  sessions: 'go with the account',
  one_time_tokens: 'removed by address',
  signed_out_tokens: 'ids only, for a day',
  spent_nonces: 'hashes only, for minutes',
  sign_in_attempts: 'hashes only, forgotten after hours',
  api_tokens: 'those of the person are removed',
  registrations: 'removed by address',
  invitations: 'removed by address',
  mfa_policies: 'settings',
  mfa_factors: 'removed with the person',
  mfa_recovery_codes: 'removed with the person',
  mfa_challenges: 'removed with the person',
  mfa_sign_ins: 'removed with the person',
  mfa_proofs: 'removed with the person',
  events: 'the ledger: erased through an event',
  incident_keys: 'keys',
  participant_roles: 'ids and times',
  postmortems: 'ids and times',
  incident_severities: 'names of severities',
  incident_priorities: 'names of priorities',
  incident_roles: 'words for roles',
  plugin_instances: 'settings of plugins, written by administrators',
  file_contents: 'what is inside files is not searched: see SECURITY.md',
  cost_alerts: 'settings',
  cost_crossings: 'ids and amounts',
  changes: 'ids, for a day',
  audit_entries: 'the audit log is kept whole: see the decision on keys, retention and erasure',
  audit_heads: 'hashes',
};
