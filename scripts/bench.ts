import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { costPasses } from '../tests/bench/cost.ts';
import { burst, declareAccepted, liveUpdate, resourcesReady, stageChange } from '../tests/bench/incidents.ts';
import { lists } from '../tests/bench/lists.ts';
import { machineSpeed } from '../tests/bench/machine.ts';
import { memoryRows, openIncidents } from '../tests/bench/memory.ts';
import { toMarkdown, type Row } from '../tests/bench/report.ts';
import { slashCommands } from '../tests/bench/slack.ts';
import { vendorCalls } from '../tests/bench/vendors.ts';
import { startDispatch, type RunningDispatch } from '../tests/support/dispatch.ts';

/** `--only <word>`: parts whose name has the word in it; without it all of them. */
const only = process.argv.includes('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '') : '';
/** A page of only some parts would forget the others. */
const isWhole = process.argv.includes('--write') && only === '';
const PAGE = new URL('../docs/performance.md', import.meta.url).pathname;

async function measure(): Promise<Row[]> {
  const rows: Row[] = [];
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const run = async (name: string, work: () => Promise<Row[]>): Promise<void> => {
    if (!name.includes(only)) return;
    say(`measuring ${name} …`);
    rows.push(...(await work()));
    // Written as it grows: a long run that is cut off keeps what it measured.
    if (isWhole) writeFileSync(PAGE, page(toMarkdown(rows)));
  };
  const inProduct = async (names: readonly string[], work: (dispatch: RunningDispatch) => Promise<void>): Promise<void> => {
    if (!names.some((name) => name.includes(only))) return;
    const dispatch = await startDispatch();
    try {
      await work(dispatch);
    } catch (error) {
      say(dispatch.tail());
      throw error;
    } finally {
      await dispatch.stop();
    }
  };
  await run('this machine', () => machineSpeed('at the start'));
  await inProduct(['memory at rest', 'resources', 'stage change', 'live updates', 'lists', 'declare'], async (dispatch) => {
    await run('memory at rest', async () => memoryRows(dispatch, 'at rest'));
    await run('resources', () => resourcesReady(dispatch));
    await run('stage change', () => stageChange(dispatch));
    await run('live updates', () => liveUpdate(dispatch));
    await run('lists', () => lists(dispatch));
    // Last: 200 declarations leave the worker busy for a while.
    await run('declare', () => declareAccepted(dispatch));
  });
  await inProduct(['a burst'], (dispatch) => run('a burst', () => burst(dispatch)));
  await run('vendor calls', vendorCalls);
  await inProduct(['Slack commands'], (dispatch) => run('Slack commands', () => slashCommands(dispatch)));
  await inProduct(['memory with 1,000 open incidents'], (dispatch) =>
    run('memory with 1,000 open incidents', async () => {
      await openIncidents(dispatch, 1000);
      return memoryRows(dispatch, 'with 1,000 open incidents');
    }),
  );
  await run('cost', costPasses);
  await run('this machine', () => machineSpeed('at the end'));
  return rows;
}

const rows = await measure();
const table = toMarkdown(rows);
process.stdout.write(`${table}\n`);
if (isWhole) process.stdout.write(`written to docs/performance.md\n`);

function page(markdown: string): string {
  return `# Performance

Measured by \`npm run bench -- --write\` on ${availableParallelism()} cores, everything on one machine: Postgres, Temporal's development server, one worker, one API and the client that measures.
The peer is Netflix Dispatch, measured on the same kind of machine. Times are what a client on loopback sees.

${markdown}

## Reading it

- *This machine*: the cores of a virtual machine are faster on some days than on others, by a factor of two on ours. Compare figures of two runs only by these rows, and ratios before times.
- *Against the bare SQL*: the part of a list that is not SQL (HTTP, sign-in, access, checking the answer against the contract) takes some 4 to 7 ms whatever the number of incidents, so the ratio is worse
  where the statement itself is fastest. Lists are timed after 300 requests: a process that has just started takes twice as long.
- *The longest chain of calls*: between two steps that wait for each other lie some 130 ms in which the workflow writes the ledger and Temporal's development server hands over the next activity, three times in a
  declaration; on a faster day the same run took 1.24 ×.
- Rows of one part can be measured again by \`npm run bench -- --only <word>\`.
- *The cost pass* runs in a process of its own on a Postgres of its own that is as durable as in production; the time is that of all pages, without the few milliseconds that Temporal takes for each 5,000 incidents.
- *The burst* is bound by the two cores: an incident costs the worker some 0.2 s and Temporal's development server some 0.3 s of CPU (about a hundred activities and Updates with their history), and the client looks
  at each every half second. A second worker on another machine, or a Temporal server of its own, shortens it.
- *Vendor calls* counts the calls that our fake vendor saw for one incident with all seven resources, its members, links and messages.
- *Memory with 1,000 open incidents*: a worker keeps at most 500 workflows in its cache, so its memory does not grow further with more incidents.
`;
}
