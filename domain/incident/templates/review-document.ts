import { sectionPlace } from '../../postmortem/merge.ts';

/**
 * The review of an incident whose type has no template of its own: what the ledger knows is drafted into its sections, what only people
 * know is asked for with a question each.
 */
export const REVIEW_DOCUMENT_TEMPLATE = `# {{key}}: {{title}}

| Severity | Reported | Stable after | Closed after | Cost |
| --- | --- | --- | --- | --- |
| {{severity}} | {{reported_at}} | {{time_to_stable}} | {{duration}} | {{cost}} |

**Owner:** {{review_owner}} · **Review meeting:** {{review_at}} · **Incident:** {{incident}} · **Document of the incident:** {{document}}

> We look for how it made sense at the time, not for who is at fault. Write what people saw and knew when they acted.

## Summary

*Five sentences that somebody reads who was not there: what broke, who noticed it, what it did to them, what ended it, what we change.*

## Impact

*Who was affected, how, from when until when; with numbers and where they come from. What did not break although it could have?*

## Facts

${sectionPlace('facts')}

## People

${sectionPlace('people')}

## Timeline

*Drafted from the record. Add what the record does not know; say what people saw, not only what they did.*

${sectionPlace('timeline')}

## How we noticed

*What told us first, and how long after it began? What could have told us sooner?*

## Contributing factors

*Several, never one. For each: what it was, why it was there, and why it was not seen before.*

## What went well

*What would we want to happen again?*

## What was hard

*Where did we lose time, lack a tool, a right, a person or a piece of knowledge?*

## Where we were lucky

*What kept it from being worse that we did not plan?*

## Reports during the incident

${sectionPlace('reports')}

## Follow-ups

*Each with an owner and a day. Which of them would have prevented it, which would have made it shorter?*

${sectionPlace('tasks')}

## What we learned

*What do we know now about our systems and ourselves that is true beyond this incident?*
`;
