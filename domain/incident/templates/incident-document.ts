/** The document of an incident whose type has no template of its own: facts that stay live on top, room for people below. */
export const INCIDENT_DOCUMENT_TEMPLATE = `# {{key}}: {{title}}

| Stage | Severity | Priority | Commander | Reported |
| --- | --- | --- | --- | --- |
| {{stage}} | {{severity}} | {{priority}} | {{commander}} | {{reported_at}} |

**Conversation:** {{conversation}} · **Call:** {{conference}} · **Ticket:** {{ticket}} · **Files:** {{storage}}

> The facts on this page follow the incident. What you write stays as you wrote it.

## What is happening

{{description}}

## Impact

*Who notices, what they see, since when, and how many. Numbers with their source.*

## What we know

*Facts, each with where it was seen. What turned out to be wrong stays, struck through.*

## What we think

*Theories in the order in which we would bet on them, and what would prove each wrong.*

## What we are doing

*Who does what now, and when we look at it again. A line that begins with \`- [ ]\` is a check box.*

## Decisions

*What was decided, by whom, and what was not chosen.*

## People

{{participants}}

## Tasks

{{tasks}}

## How it was resolved

{{resolution}}
`;
