import { DomainError } from '../../domain/errors.ts';
import { describeEvent } from '../../domain/incident/describe.ts';
import type { Actor } from '../../domain/incident/types.ts';
import { verifyChain } from '../../models/ledger-read.ts';
import { listReports, reportById } from '../../models/read/reports.ts';
import { listTimeline, timelineEvent, type TimelineRow } from '../../models/read/timeline.ts';
import { addNote, amendEvent, pinEvent, postReport, snoozeReport } from '../commands/work.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';

type Routes = (typeof routes)['timeline'];
type Ledger = Pick<Routes, 'events' | 'addEvent' | 'annotate' | 'verify' | 'reports' | 'postReport' | 'snoozeReport'>;
type EventAnswer = Answer<Routes['annotate']>;

const actorView = (actor: Actor): EventAnswer['actor'] => ({ kind: actor.kind, name: actor.name, email: actor.kind === 'person' ? actor.email : null });

function toAnswer({ event, pinned, amendedText, hash }: TimelineRow): EventAnswer {
  const { text, details } = describeEvent(event);
  const { incidentId, seq, kind, at, recordedAt, actor } = event;
  return { id: `${incidentId}/${seq}`, seq, kind, at, recordedAt, actor: actorView(actor), text, amendedText, details, pinned, hash };
}

async function eventAnswer(deps: ApiDeps, incidentId: string, seq: number | undefined): Promise<EventAnswer> {
  const row = seq === undefined ? null : await timelineEvent(deps.db, incidentId, seq);
  if (!row) throw new DomainError('not-found', `The timeline has no event ${seq ?? ''}.`);
  return toAnswer(row);
}

// Pinning and amending are two commands; each needs an id of its own.
async function annotate(call: Call<Routes['annotate']>): Promise<EventAnswer> {
  const { incident, params, body, commandId } = call;
  if (body.pinned !== undefined) await pinEvent({ ...call, commandId: `${commandId}/pin` }, incident, { seq: params.seq, pinned: body.pinned });
  if (body.text !== undefined) await amendEvent({ ...call, commandId: `${commandId}/text` }, incident, { seq: params.seq, text: body.text });
  return eventAnswer(call.deps, incident.id, params.seq);
}

/** Timeline and reports: reading the ledger, adding to it, pins and amendments on top of it. */
export const timeline: Handlers<Ledger> = {
  async events({ deps, incident, query }) {
    const { data, ...rest } = await listTimeline(deps.db, incident.id, query);
    return { ...rest, data: data.map(toAnswer) };
  },
  async addEvent(call) {
    const { seqs } = await addNote(call, call.incident, { text: call.body.text, at: call.body.at ?? null });
    return eventAnswer(call.deps, call.incident.id, seqs[0]);
  },
  annotate,
  verify: ({ deps, incident }) => verifyChain(deps.db, incident.id),
  reports: async ({ deps, incident }) => ({ data: await listReports(deps.db, incident.id) }),
  async postReport(call) {
    const { reportId } = await postReport(call, call.incident, call.body);
    const report = await reportById(call.deps.db, call.incident.id, reportId);
    if (!report) throw new Error(`The report ${reportId} that was just posted is not there`);
    return report;
  },
  async snoozeReport(call) {
    const { kind, minutes } = call.body;
    await snoozeReport(call, call.incident, { kind, until: new Date(Date.now() + minutes * 60_000).toISOString() });
  },
};
