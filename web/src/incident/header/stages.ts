import type { StageName, StageTime } from '../../ui/stage.tsx';
import type { Incident } from '../queries.ts';

const ORDER: readonly StageName[] = ['active', 'stable', 'closed', 'review'];

/** Every stage with the interval the incident spent in it last; a review to come says when it is due. */
export function stageTimes(incident: Pick<Incident, 'stages' | 'stage' | 'reviewDueAt' | 'postmortem'>, due: (at: string) => string): StageTime[] {
  return ORDER.map((stage) => {
    const last = incident.stages.findLast((interval) => interval.stage === stage);
    const past = last && ORDER.indexOf(stage) > ORDER.indexOf(incident.stage);
    // After a reopening the later stages lie ahead again; their old times are in the timeline.
    if (last && !past) return stage === 'review' && incident.postmortem?.publishedAt ? { stage, since: last.from, until: last.to, note: 'published' } : { stage, since: last.from, until: last.to };
    return stage === 'review' && incident.reviewDueAt !== null ? { stage, note: due(incident.reviewDueAt) } : { stage };
  });
}

/** The next thing to do with an incident as a whole; `stage` opens the dialog of that stage, the others say what they are. */
export type NextMove = { kind: 'stage'; stage: StageName; label: string } | { kind: 'publish'; label: string } | { kind: 'join'; label: string };

/** The one primary action for now; undefined when there is none, or none that the viewer may do. */
export function nextMove(incident: Pick<Incident, 'stage' | 'abilities' | 'postmortem'>): NextMove | undefined {
  if (incident.abilities.includes('changeStage')) {
    if (incident.stage === 'active') return { kind: 'stage', stage: 'stable', label: 'Mark stable' };
    if (incident.stage === 'stable') return { kind: 'stage', stage: 'closed', label: 'Close incident' };
  }
  const open = incident.stage === 'review' && incident.postmortem !== null && incident.postmortem.state !== 'published';
  if (open && incident.abilities.includes('publishPostmortem')) return { kind: 'publish', label: 'Publish postmortem…' };
  return incident.abilities.includes('join') && incident.stage !== 'closed' && incident.stage !== 'review' ? { kind: 'join', label: 'Join incident' } : undefined;
}

type Choices = { stage: StageName; label: string }[];
const REOPEN: Choices = [{ stage: 'active', label: 'Reopen incident…' }];
const CHOICES: Record<StageName, Choices> = {
  active: [
    { stage: 'stable', label: 'Mark stable…' },
    { stage: 'closed', label: 'Close incident…' },
  ],
  stable: [
    { stage: 'closed', label: 'Close incident…' },
    { stage: 'active', label: 'Back to active…' },
  ],
  closed: REOPEN,
  review: REOPEN,
};

/** The stages that people may ask for from where the incident stands, with the verb for each. */
export function stageChoices(incident: Pick<Incident, 'stage' | 'postmortem' | 'reviewDueAt'>): Choices {
  const { stage, postmortem, reviewDueAt } = incident;
  // With a due date the review begins by itself; asking for it by hand is for types that want none.
  const byHand = stage === 'closed' && postmortem === null && reviewDueAt === null;
  return byHand ? [...CHOICES.closed, { stage: 'review', label: 'Start a postmortem…' }] : CHOICES[stage];
}
