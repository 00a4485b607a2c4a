import { z } from 'zod';

const Secret = (words: string) => z.string().trim().max(400).describe(words);

/** Settings of one Slack workspace. */
export const SlackSettings = z.object({
  botToken: Secret('Bot user OAuth token of the installed app (xoxb-…)').regex(/^xox[be]\S+$/, 'is not a bot token: copy the “Bot User OAuth Token” (xoxb-…) from OAuth & Permissions'),
  signingSecret: Secret('Signing secret of the app (Basic information); proves that requests come from Slack').min(8, 'is too short: copy the “Signing Secret” from Basic information'),
  appToken: Secret('App-level token (xapp-…) with connections:write; set it to use socket mode instead of public request addresses').regex(/^(xapp-\S+)?$/, 'is not an app-level token (xapp-…)').optional(),
  adminToken: Secret('User token (xoxp-…) with channels:write and groups:write: opens the archived channel of a reopened incident, which Slack lets no bot do. With admin.conversations:write (Enterprise) it also makes channels private or public')
    .regex(/^(xox[pe]\S+)?$/, 'is not a user token (xoxp-…)').optional().meta({ title: 'User or admin token' }),
  privateChannels: z.boolean().default(false).describe('Make the channels of open incidents private too'),
  channelName: z
    .string()
    .trim()
    .max(60)
    .default('{name}')
    .refine((text) => text.includes('{name}'), 'must contain {name}, which stands for the incident’s key')
    .describe('Name of channels; {name} stands for the incident’s key, e.g. incident-{name}'),
  commandPrefix: z
    .string()
    .trim()
    .regex(/^\/[a-z0-9_-]{1,24}$/, 'must be a slash and lower-case letters, digits or dashes, e.g. /dispatch')
    .default('/dispatch')
    .describe('First part of the slash commands, e.g. /dispatch'),
  commandNames: z
    .string()
    .trim()
    .max(2000)
    .default('')
    .refine((text) => commandNames(text) !== null, 'must be pairs such as report-incident=/incident, separated by commas')
    .describe('Other names of single commands, e.g. report-incident=/incident, list-tasks=/tasks'),
  timelineReaction: z.string().trim().regex(/^[a-z0-9_+-]{1,60}$/, 'is the name of an emoji without colons, e.g. stopwatch').default('stopwatch').describe('Emoji that puts a message on the timeline, without colons'),
  spaceCalls: z.boolean().default(true).describe('Space calls so that Slack’s rate limits are kept; off only where a gateway does that'),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://slack.com/api/').describe('Address of the Web API; only for tests and gateways'),
  timeoutMs: z.int().min(200).max(60_000).default(10_000).describe('How long to wait for Slack, in milliseconds'),
});
/** Own names of commands, by the name that is typed: `/incident` → `report-incident`; null when the text cannot be read. */
export function commandNames(text: string): Map<string, string> | null {
  const pairs = text.split(/[,\n]/).map((pair) => pair.trim()).filter((pair) => pair !== '');
  const names = new Map<string, string>();
  for (const pair of pairs) {
    const [, command = '', typed = ''] = /^([a-z][a-z-]{1,40})\s*=\s*(\/[a-z0-9_-]{1,31})$/.exec(pair) ?? [];
    if (command === '' || names.has(typed)) return null;
    names.set(typed, command);
  }
  return names;
}

/** See {@link SlackSettings}. */
export type SlackSettings = z.infer<typeof SlackSettings>;
