import { randomUUID } from 'node:crypto';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { PersonRef } from '../../domain/incident/types.ts';
import { between, DAY } from '../../domain/time.ts';

/** A row of `deliveries`. */
export interface MailRow {
  id: string;
  key: string;
  message: string;
  recipient: string;
  recipient_name: string;
  subject: string;
  html: string;
  text: string;
  created_at: string;
}

/** Mails of older incidents were sent long ago and cleared away. */
const KEPT_DAYS = 21;

/** The outbox of an incident of the last weeks: a welcome for each participant, and the reports to commander and liaison. */
export function mailRows(state: IncidentState, events: readonly IncidentEvent[], now: string): MailRow[] {
  if (between(state.declaredAt, now) > KEPT_DAYS * DAY) return [];
  const welcomes = state.participants.map((p) => mail({ message: 'welcome', to: p, about: state, subject: `${state.key}: you are in`, at: p.addedAt, lines: [`You take part in ${state.key}, ${state.title}.`, state.description, 'Everything about it is on its page.'] }));
  const reports = events.flatMap((e) => {
    if (e.kind !== 'report.posted') return [];
    const { kind, ...sections } = e.data.report;
    const readers = state.participants.filter((p) => p.roles.some((r) => r.role === 'commander' || r.role === 'liaison' || r.role === 'reporter'));
    return readers.map((to) => mail({ message: `report-${kind}`, to, about: state, subject: `${state.key}: ${kind} report`, at: e.at, lines: Object.values(sections) }));
  });
  return [...welcomes, ...reports];
}

function mail({ message, to, about, subject, at, lines }: { message: string; to: PersonRef; about: IncidentState; subject: string; at: string; lines: readonly string[] }): MailRow {
  const text = [`Hello ${to.name},`, ...lines, `/incidents/${about.key}`].join('\n\n');
  const html = text.split('\n\n').map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return { id: randomUUID(), key: `demo/${about.id}/${message}/${at}/${to.email}`, message, recipient: to.email, recipient_name: to.name, subject, html, text, created_at: at };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
