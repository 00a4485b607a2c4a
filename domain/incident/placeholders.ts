/** One name that templates may use; `aliases` are other names for the same, among them those of earlier Dispatch templates. */
export interface Placeholder {
  name: string;
  meaning: string;
  aliases: string[];
}

/** Every placeholder with what it becomes, in the order in which help shows them. `tag_<type>` also exists: the incident's tags of that type. */
export const PLACEHOLDERS: readonly Placeholder[] = [
  { name: 'key', meaning: 'the incident’s key', aliases: ['name'] },
  { name: 'title', meaning: 'its title', aliases: [] },
  { name: 'description', meaning: 'its description, as it was written', aliases: [] },
  { name: 'resolution', meaning: 'how it was resolved, as it was written', aliases: [] },
  { name: 'incident', meaning: 'a link to its page', aliases: [] },
  { name: 'stage', meaning: 'active, stable, closed or review', aliases: ['status'] },
  { name: 'severity', meaning: 'its severity', aliases: [] },
  { name: 'priority', meaning: 'its priority', aliases: [] },
  { name: 'type', meaning: 'its type', aliases: [] },
  { name: 'project', meaning: 'its project', aliases: [] },
  { name: 'visibility', meaning: 'open, or restricted to its participants', aliases: [] },
  { name: 'tags', meaning: 'its tags', aliases: [] },
  { name: 'commander', meaning: 'who commands it, or commanded it last', aliases: ['commander_fullname'] },
  { name: 'reporter', meaning: 'who reported it', aliases: ['reporter_fullname'] },
  { name: 'scribe', meaning: 'who keeps its record', aliases: [] },
  { name: 'liaison', meaning: 'who speaks to the outside', aliases: [] },
  {
    name: 'participants',
    meaning: 'everybody who takes or took part, with their roles, as a list',
    aliases: [],
  },
  { name: 'reported_at', meaning: 'when it was reported', aliases: [] },
  { name: 'declared_at', meaning: 'when it was declared', aliases: [] },
  { name: 'stable_at', meaning: 'when it last became stable', aliases: [] },
  { name: 'closed_at', meaning: 'when it was last closed', aliases: [] },
  { name: 'time_to_stable', meaning: 'from the report until it was stable', aliases: [] },
  { name: 'duration', meaning: 'from the report until it was closed', aliases: [] },
  { name: 'cost', meaning: 'its cost so far', aliases: [] },
  { name: 'review_at', meaning: 'when the review meeting is held', aliases: [] },
  { name: 'review_owner', meaning: 'who owns the postmortem', aliases: [] },
  { name: 'ticket', meaning: 'a link to the ticket', aliases: [] },
  { name: 'conversation', meaning: 'a link to the conversation', aliases: [] },
  { name: 'conference', meaning: 'a link to the conference', aliases: [] },
  { name: 'storage', meaning: 'a link to the folder', aliases: [] },
  { name: 'document', meaning: 'a link to the incident document', aliases: [] },
  { name: 'review_document', meaning: 'a link to the review document', aliases: [] },
  { name: 'ticket_url', meaning: 'the ticket’s bare address', aliases: ['ticket_weblink'] },
  { name: 'conversation_url', meaning: 'the conversation’s bare address', aliases: ['conversation_weblink'] },
  { name: 'conference_url', meaning: 'the conference’s bare address', aliases: ['conference_weblink'] },
  { name: 'storage_url', meaning: 'the folder’s bare address', aliases: ['storage_weblink'] },
  { name: 'document_url', meaning: 'the incident document’s bare address', aliases: ['document_weblink'] },
  { name: 'tasks', meaning: 'tasks of the response, as a list', aliases: [] },
  { name: 'follow_ups', meaning: 'follow-up tasks, as a list', aliases: [] },
  { name: 'timeline', meaning: 'the important events, as a list', aliases: [] },
];
