import type { Ability } from '../access.ts';
import type { SlashName } from './types.ts';

/** What people are told about a command. */
export interface Guide {
  name: SlashName;
  /** Other names it answers to. */
  aliases: readonly string[];
  usage: string;
  /** What it does, as the end of a sentence. */
  does: string;
  example: string;
  /** Ability on the incident that it needs. */
  needs: Ability;
}

const guide = (name: SlashName, needs: Ability, texts: { aliases?: readonly string[]; usage: string; does: string; example: string }): Guide => ({ name, needs, aliases: [], ...texts });

/** Every command that can be typed in a conversation, in the order `/help` shows them. */
export const GUIDES: readonly Guide[] = [
  guide('stage', 'changeStage', { aliases: ['status'], usage: '/stage <active|stable|closed> [reason]', does: 'moves the incident to another stage', example: '/stage stable Error rate is back to normal' }),
  guide('severity', 'edit', { usage: '/severity <name>', does: 'changes the severity', example: '/severity High' }),
  guide('priority', 'edit', { usage: '/priority <name>', does: 'changes the priority', example: '/priority High' }),
  guide('type', 'edit', { usage: '/type <name>', does: 'changes the incident type', example: '/type Security' }),
  guide('title', 'edit', { usage: '/title <new title>', does: 'changes the title', example: '/title Checkout answers 500 for cards' }),
  guide('role', 'assignRole', { aliases: ['assign-role', 'commander', 'scribe', 'liaison'], usage: '/role <commander|scribe|liaison|participant|observer> <@person>', does: 'gives somebody a role (also /commander @person)', example: '/role scribe @ana' }),
  guide('add', 'manageParticipants', { aliases: ['invite'], usage: '/add <@person> [@person …] [as <role>]', does: 'adds people to the incident', example: '/add @ana bo@example.com as observer' }),
  guide('remove', 'manageParticipants', { usage: '/remove <@person>', does: 'removes a participant', example: '/remove @ana' }),
  guide('join', 'join', { usage: '/join', does: 'makes you an observer of the incident', example: '/join' }),
  guide('task', 'manageTasks', { aliases: ['create-task'], usage: '/task "<title>" [@assignee] [due <when>]', does: 'creates a task; <when> is 30m, 2h, 3d, tomorrow or a date', example: '/task "Rotate the signing key" @ana due 2h' }),
  guide('tasks', 'view', { aliases: ['list-tasks'], usage: '/list-tasks', does: 'lists the tasks with their numbers', example: '/list-tasks' }),
  guide('done', 'manageTasks', { usage: '/done <number>', does: 'marks a task of /list-tasks as done', example: '/done 2' }),
  guide('note', 'post', { aliases: ['timeline'], usage: '/note <text>', does: 'adds a note to the timeline', example: '/note Failed over to the second region' }),
  guide('report', 'post', { usage: '/report tactical <conditions>; <actions>; <needs> · /report executive <current status>; <overview>; <next steps>', does: 'posts a report', example: '/report tactical Errors at 3 %; rolling back; nobody else' }),
  guide('snooze', 'post', { usage: '/snooze <tactical|executive> <duration>', does: 'puts the next report reminder off', example: '/snooze tactical 30m' }),
  guide('summary', 'view', { usage: '/summary', does: 'shows where the incident stands', example: '/summary' }),
  guide('participants', 'view', { aliases: ['list-participants'], usage: '/participants', does: 'lists who takes part, with roles', example: '/participants' }),
  guide('retry', 'manageSteps', { usage: '/retry <step>', does: 'tries a step of the automation again now', example: '/retry conference' }),
  guide('skip', 'manageSteps', { usage: '/skip <step> [reason]', does: 'goes on without a step', example: '/skip conference We use the bridge' }),
  guide('help', 'view', { usage: '/help [command]', does: 'shows this', example: '/help task' }),
];

/** The guide of a command by any of its names; undefined when there is none. */
export function guideOf(name: string): Guide | undefined {
  return GUIDES.find((g) => g.name === name || g.aliases.includes(name));
}

/** The answer to `/help`, Markdown: all commands, or one in detail. */
export function helpText(topic: string | null): string {
  const one = topic === null ? undefined : guideOf(topic.replace(/^\//, '').toLowerCase());
  if (one) {
    const also = one.aliases.length > 0 ? `\n\nAlso: ${one.aliases.map((a) => `\`/${a}\``).join(', ')}` : '';
    return `\`${one.usage}\` ${one.does}.\n\nFor example: \`${one.example}\`${also}`;
  }
  const lead = topic === null ? 'These commands work here:' : `There is no command \`${topic}\`. These exist:`;
  return `${lead}\n\n${GUIDES.map((g) => `- \`${g.usage}\` ${g.does}`).join('\n')}\n\nWho is meant: \`@name\`, an e-mail address, or \`me\`.`;
}
