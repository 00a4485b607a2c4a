import { holderOf, personRef } from '../../domain/incident/roles.ts';
import type { PersonRef } from '../../domain/incident/types.ts';
import { DAY, HOUR, MINUTE, plus } from '../../domain/time.ts';
import { uuidOf } from './random.ts';
import type { Plot, Voice } from './story.ts';
import { beginReview, command, follow, tell, type Telling } from './telling.ts';

interface Chore {
  taskId: string;
  by: PersonRef;
  at: string;
}

/** Closes the incident and, when its ending says so, reviews it: follow-up tasks, publication, tasks done since. */
export function endStory(telling: Telling, plot: Plot, voice: Voice): void {
  const { scenario, cast, ending, now } = plot;
  const { said, advance } = voice;
  const commander = personRef(holderOf(telling.state, 'commander') ?? cast.commander);
  for (const task of telling.state.tasks.filter((t) => t.state === 'open')) {
    command(telling, 'updateTask', { data: { taskId: task.taskId, changes: { state: 'done' } }, by: cast.scribe, at: advance(MINUTE, HOUR) });
  }
  command(telling, 'editIncident', { data: { edit: { resolution: `${said(scenario.fix)} Cause: ${said(scenario.cause)}` } }, by: commander, at: advance(HOUR, 6 * HOUR) });
  const closedAt = advance(HOUR, 20 * HOUR);
  command(telling, 'changeStage', { data: { stage: 'closed', reason: null }, by: commander, at: closedAt });
  if (ending.stage !== 'review') return;
  const dueAt = plus(closedAt, telling.state.type.reviewDueDays * DAY);
  beginReview(telling, { owner: commander, meetingAt: plus(closedAt, 2 * DAY), dueAt, at: advance(1000, 3000) });
  const chores = followUps(telling, plot, voice);
  if (ending.published) {
    const report = telling.events.find((e) => e.kind === 'report.posted');
    if (report) command(telling, 'pinEvent', { data: { seq: report.seq, pinned: true }, by: cast.scribe, at: advance(HOUR, DAY) });
    const at = advance(DAY, 3 * DAY);
    follow(telling, tell(telling, [{ kind: 'postmortem.published', actor: { kind: 'person', ...commander }, data: { by: commander } }], at), at);
  }
  const reached = advance(MINUTE, HOUR);
  for (const { taskId, by, at } of chores.filter((c) => c.at > reached && c.at < plus(now, -MINUTE)).toSorted((a, b) => a.at.localeCompare(b.at))) {
    command(telling, 'updateTask', { data: { taskId, changes: { state: 'done' } }, by, at });
  }
}

/** Creates the follow-up tasks; answers when most of them will be done. */
function followUps(telling: Telling, { scenario, cast, chance }: Plot, { said, advance }: Voice): Chore[] {
  return scenario.followUps.flatMap((title) => {
    const taskId = uuidOf(chance);
    const at = advance(HOUR, 8 * HOUR);
    const by = chance.pick([cast.commander, cast.scribe, ...cast.helpers]);
    const dueAt = plus(at, chance.whole(10, 40) * DAY);
    command(telling, 'createTask', { data: { taskId, title: said(title), description: '', kind: 'followUp', assignee: by, dueAt }, by: cast.commander, at });
    return chance.next() < 0.85 ? [{ taskId, by, at: plus(at, chance.whole(3, 30) * DAY) }] : [];
  });
}
