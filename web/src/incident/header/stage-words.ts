import type { StageName } from '../../ui/stage.tsx';
import type { Incident } from '../queries.ts';

/** What a dialog about a stage says: its title, what will happen, what it asks for, its button. */
export type StageWords = { title: string; consequences: string[]; ask: string; button: string };

/** The words for moving an incident to a stage, from where it stands; the consequences are what the automation does by itself then. */
export function stageWords(incident: Pick<Incident, 'stage' | 'tasks' | 'visibility'>, to: StageName): StageWords {
  const open = incident.tasks.filter((task) => task.state === 'open').length;
  const tasks = open === 0 ? [] : [`${open} open ${open === 1 ? 'task stays' : 'tasks stay'} open; who has one is reminded when it is due.`];
  if (to === 'stable') return { title: 'Mark stable', consequences: ['Reminders for reports stop; when it stays quiet the commander is asked whether to close.', 'A document for the postmortem is prepared when the type asks for one.', 'Everybody stays engaged.'], ask: 'What made it stable?', button: 'Mark stable' };
  if (to === 'closed') {
    const straight = incident.stage === 'active' ? ['It is closed without having been stable.'] : [];
    return { title: 'Close incident', consequences: [...straight, 'All roles end and time stops costing.', 'The conversation is archived; it stays readable.', 'Participants are asked how it went.', 'The review begins by itself when the type asks for a postmortem.', ...tasks], ask: 'Why can it be closed?', button: 'Close incident' };
  }
  if (to === 'review') return { title: 'Start a postmortem', consequences: ['A document is drafted from the timeline.', 'A review meeting is scheduled and the owner is told.'], ask: 'Why is a review worth it?', button: 'Start a postmortem' };
  if (incident.stage === 'stable') return { title: 'Back to active', consequences: ['Reminders for reports begin again.'], ask: 'What happened?', button: 'Back to active' };
  return { title: 'Reopen incident', consequences: ['It is active again; the commander’s and the other roles begin again.', 'The conversation is opened again.', ...(incident.stage === 'review' ? ['The review is put off until it is closed again; what was written is kept.'] : [])], ask: 'What happened?', button: 'Reopen incident' };
}
