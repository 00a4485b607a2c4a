import { randomUUID } from 'node:crypto';
import { describeEvent } from '../../domain/incident/describe.ts';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { documentValues } from '../../domain/incident/document-values.ts';
import { INCIDENT_DOCUMENT_TEMPLATE } from '../../domain/incident/templates/incident-document.ts';
import { REVIEW_DOCUMENT_TEMPLATE } from '../../domain/incident/templates/review-document.ts';
import { draftReview } from '../../domain/postmortem/draft.ts';
import { mergeDraft } from '../../domain/postmortem/merge.ts';
import type { Scenario } from './scenarios.ts';

/** A row of `documents`. */
export interface DocumentRow {
  id: string;
  mark: string;
  kind: 'incident' | 'review';
  title: string;
  body: string;
  placeholder_values: Record<string, string>;
}

/** The documents that a told incident has: its incident document, and the review with what people wrote into it. */
export function documentRows(told: { state: IncidentState; events: readonly IncidentEvent[]; scenario: Scenario; variant: string }): DocumentRow[] {
  const { state, events } = told;
  const values = documentValues({ state, url: `/incidents/${state.key}`, cost: null, events });
  const rows: DocumentRow[] = [];
  const { document, reviewDocument } = state.resources;
  if (document) rows.push({ id: document.externalId, mark: `dispatch:${state.id}:document`, kind: 'incident', title: document.name, body: INCIDENT_DOCUMENT_TEMPLATE, placeholder_values: values });
  if (reviewDocument) rows.push({ id: reviewDocument.externalId, mark: `dispatch:${state.id}:reviewDocument`, kind: 'review', title: reviewDocument.name, body: reviewBody(told), placeholder_values: values });
  return rows;
}

function reviewBody({ state, events, scenario, variant }: { state: IncidentState; events: readonly IncidentEvent[]; scenario: Scenario; variant: string }): string {
  const said = (text: string): string => text.replaceAll('{x}', variant);
  const timeline = events.filter((e) => describeEvent(e).important).map((e) => ({ at: e.at, text: describeEvent(e).text, pinned: false }));
  const reports = events.flatMap((e) => (e.kind === 'report.posted' ? [{ at: e.at, author: e.actor.name, body: e.data.report }] : []));
  const drafted = mergeDraft(REVIEW_DOCUMENT_TEMPLATE, draftReview({ state, timeline, reports, costText: null }));
  return answered(drafted, { Summary: `${said(scenario.description)} ${said(scenario.fix)}`, 'Contributing factors': `- ${said(scenario.cause)}` });
}

/** Puts text under headings in the place of the question that stands there in italics. */
function answered(document: string, texts: Record<string, string>): string {
  return Object.entries(texts).reduce((body, [heading, text]) => body.replace(new RegExp(`(## ${heading}\\n\\n)\\*[^\\n]*\\*`), (_, before: string) => before + text), document);
}

/** Rows of `postmortems` for an incident in review. */
export function postmortemRow(state: IncidentState): Record<string, unknown> | null {
  const { postmortem } = state;
  if (postmortem === null) return null;
  return {
    id: randomUUID(), state: postmortem.state, owner_id: postmortem.owner.personId, document_id: state.resources.reviewDocument?.externalId ?? null,
    meeting_at: postmortem.meetingAt, meeting_url: state.resources.conference?.url ?? null, due_at: postmortem.dueAt,
    published_at: postmortem.publishedAt, published_by: postmortem.publishedAt === null ? null : postmortem.owner.personId,
  };
}
