import { CONFIGURATION_TABLES } from './0001/configuration.ts';
import { INCIDENT_TABLES } from './0001/incidents.ts';
import { PRODUCT_TABLES } from './0001/product.ts';
import type { RunSql } from './index.ts';

/** The first schema: organization and configuration, incidents with their ledger, and the product's own resources. */
export async function up(run: RunSql): Promise<void> {
  for (const sql of [CONFIGURATION_TABLES, INCIDENT_TABLES, PRODUCT_TABLES]) await run(sql);
}

/** Removes everything that {@link up} made, data included. */
export async function down(run: RunSql): Promise<void> {
  await run(`
    drop table if exists changes, idempotency_keys, deliveries, document_revisions, documents, file_contents, files, builtin_members, builtin_objects, messages,
      feedback, costs, postmortems, reports, tasks, event_overlays, events, incident_steps, incident_resources, participant_roles, participants, incident_keys, incidents,
      plugin_instances, engagement_rules, services, incident_roles, incident_priorities, incident_severities, incident_types, projects,
      one_time_tokens, accounts, people, organizations cascade;
    drop function if exists events_are_append_only(), tell_listeners(), incidents_titled_like(uuid, text) cascade;
  `);
}
