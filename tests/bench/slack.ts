import { startFakeSlack } from '../../plugins/slack/fake.ts';
import { addUser } from '../../plugins/slack/fake/workspace.ts';
import { settled } from '../support/client.ts';
import type { RunningDispatch } from '../support/dispatch.ts';
import type { Row } from './report.ts';
import { summarize } from './stats.ts';

const LATENCY = 300;
const TIMES = 40;
const WARM_UP = 3;

/** A slash command as the person who types it feels it: until Slack has its answer, and until the incident is as they said, with a Slack that takes 300 ms a call. */
export async function slashCommands({ api, url }: RunningDispatch): Promise<Row[]> {
  const slack = await startFakeSlack();
  const user = addUser(slack.workspace, { name: 'dispatch', email: 'dispatch@example.com' });
  const settings = { botToken: slack.workspace.installation.token, signingSecret: 'a-signing-secret-of-the-bench', apiUrl: slack.apiUrl, spaceCalls: false };
  const setUp = (isEnabled: boolean) => api.call('PUT', '/plugins/slack', { project: null, isEnabled, capabilities: ['conversation'], settings });
  try {
    const answer = await setUp(true);
    if (answer.status !== 200) throw new Error(`setting Slack up: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { id } = await api.declare({ title: 'Commanded from Slack' });
    const incident = await api.until(id, settled, 60);
    const channel = [...slack.workspace.channels.values()].find((c) => c.name === incident.key.toLowerCase())?.id ?? '';
    slack.setLatency(LATENCY);
    const inbound = slack.inbound({ baseUrl: `${url}/api/v1/default/events/slack`, signingSecret: settings.signingSecret });
    const acknowledged: number[] = [];
    const effective: number[] = [];
    for (let n = 0; n < TIMES + WARM_UP; n += 1) {
      const stage = n % 2 === 0 ? 'stable' : 'active';
      const begin = performance.now();
      const { status, tookMs } = await inbound.command({ user: user.id, channel, command: '/dispatch', text: `stage ${stage}` });
      if (status !== 200) throw new Error(`the command was answered ${status}`);
      await api.until(id, (i) => i.stage === stage, 30, 10);
      if (n < WARM_UP) continue;
      acknowledged.push(tookMs);
      effective.push(performance.now() - begin);
    }
    const [ack, effect] = [summarize(acknowledged), summarize(effective)];
    return [
      { what: `Slack command acknowledged, Slack at ${LATENCY} ms a call`, summary: ack, value: ack.p99, unit: 'ms', aim: { limit: 3000, words: 'p99 < 3 s' }, peer: null, note: null },
      { what: 'the same, until the incident’s stage has changed', summary: effect, value: effect.median, unit: 'ms', aim: null, peer: null, note: null },
    ];
  } finally {
    // What is measured afterwards has the built-in conversation again.
    await setUp(false);
    await slack.stop();
  }
}
