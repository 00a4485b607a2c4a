/** A feature as people know it, with the bot scopes that it needs. */
interface FeatureScopes {
  feature: string;
  scopes: readonly string[];
}

/** All bot scopes by feature: the manifest asks for these, and settings say which feature lacks which. */
export const FEATURES = [
  { feature: 'making public channels', scopes: ['channels:manage'] },
  { feature: 'making private channels', scopes: ['groups:write'] },
  { feature: 'finding public channels and their members', scopes: ['channels:read'] },
  { feature: 'finding private channels and their members', scopes: ['groups:read'] },
  { feature: 'messages of public channels: timeline, activity', scopes: ['channels:history'] },
  { feature: 'messages of private channels: timeline, activity', scopes: ['groups:history'] },
  { feature: 'posting', scopes: ['chat:write'] },
  { feature: 'slash commands and shortcuts', scopes: ['commands'] },
  { feature: 'telling people apart', scopes: ['users:read'] },
  { feature: 'matching people by e-mail address', scopes: ['users:read.email'] },
  { feature: 'direct messages', scopes: ['im:write'] },
  { feature: 'direct messages said once, although an answer was lost', scopes: ['im:history'] },
  { feature: 'links above the channel', scopes: ['bookmarks:read', 'bookmarks:write'] },
  { feature: 'pinned summary', scopes: ['pins:read', 'pins:write'] },
  { feature: 'canvas of participants', scopes: ['canvases:read', 'canvases:write'] },
  { feature: 'timeline by reaction', scopes: ['reactions:read'] },
  { feature: 'answers to mentions', scopes: ['app_mentions:read'] },
  { feature: 'previews of incident links', scopes: ['links:read', 'links:write'] },
] as const satisfies readonly FeatureScopes[];

/** Events that the app listens to, each with the scope without which Slack does not send it (null = none). */
export const EVENTS = [
  { event: 'app_home_opened', scope: null },
  { event: 'app_mention', scope: 'app_mentions:read' },
  { event: 'channel_archive', scope: 'channels:read' },
  { event: 'channel_deleted', scope: 'channels:read' },
  { event: 'channel_rename', scope: 'channels:read' },
  { event: 'channel_unarchive', scope: 'channels:read' },
  { event: 'group_archive', scope: 'groups:read' },
  { event: 'group_deleted', scope: 'groups:read' },
  { event: 'group_rename', scope: 'groups:read' },
  { event: 'group_unarchive', scope: 'groups:read' },
  { event: 'link_shared', scope: 'links:read' },
  { event: 'member_joined_channel', scope: 'channels:read' },
  { event: 'member_left_channel', scope: 'channels:read' },
  { event: 'message.channels', scope: 'channels:history' },
  { event: 'message.groups', scope: 'groups:history' },
  { event: 'reaction_added', scope: 'reactions:read' },
  { event: 'reaction_removed', scope: 'reactions:read' },
] as const satisfies readonly { event: string; scope: string | null }[];

/** Every bot scope, in the order of the features. */
export const SCOPES = FEATURES.flatMap(({ scopes }) => [...scopes]);

/** The features with the scopes that they lack; those that lack none are there too, with an empty list. */
export function scopesByFeature(granted: readonly string[]): { feature: string; scopes: readonly string[]; lacking: string[] }[] {
  return FEATURES.map(({ feature, scopes }) => ({ feature, scopes, lacking: scopes.filter((scope) => !granted.includes(scope)) }));
}

/** What lacks, in words; empty when everything is granted. */
export function lackingScopes(granted: readonly string[]): string[] {
  return scopesByFeature(granted).flatMap(({ feature, lacking }) => lacking.map((scope) => `${scope} (${feature})`));
}
