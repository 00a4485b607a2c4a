import type { ReportBody, ReportKind, Role, Stage } from '../incident/types.ts';

/**
 * What a typed command asks for. `who` is a person as written (`@ana`, `ana@example.com`, `me`), to be looked up by whoever executes it;
 * names of severities, priorities and types likewise. Times are ISO.
 */
export type SlashCommand =
  | { name: 'help'; topic: string | null }
  | { name: 'summary' }
  | { name: 'tasks' }
  | { name: 'participants' }
  | { name: 'stage'; stage: Stage; reason: string | null }
  | { name: 'severity'; value: string }
  | { name: 'priority'; value: string }
  | { name: 'type'; value: string }
  | { name: 'title'; title: string }
  | { name: 'role'; role: Role; who: string }
  | { name: 'add'; who: string[]; role: Role }
  | { name: 'remove'; who: string }
  | { name: 'join' }
  | { name: 'task'; title: string; who: string | null; dueAt: string | null }
  | { name: 'done'; number: number }
  | { name: 'note'; text: string }
  | { name: 'report'; report: ReportBody }
  | { name: 'snooze'; kind: ReportKind; until: string }
  | { name: 'retry'; step: string }
  | { name: 'skip'; step: string; reason: string | null };

/** Names of the commands that can be typed. */
export type SlashName = SlashCommand['name'];

/** What parsing a typed command gives: the command, or a Markdown sentence that says what is wrong and how it is written. */
export type Parsed = { ok: true; command: SlashCommand } | { ok: false; error: string };
