import path from 'node:path';
import { freePort } from '../parts/ports.ts';
import type { StartPlan } from './plan.ts';

/** Where the demo's stand-in for Slack will be. */
export interface DemoSlackPlan {
  /** Its pages for people. */
  readonly url: string;
  /** What its process needs besides the settings of all. */
  readonly env: Readonly<Record<string, string>>;
}

/** Plans the stand-in on a free port of the loopback address; what happened in it is kept with the other data. */
export async function planDemoSlack({ dataFolder }: Pick<StartPlan, 'dataFolder'>): Promise<DemoSlackPlan> {
  const port = await freePort();
  return {
    url: `http://127.0.0.1:${port}/`,
    env: { DEMO_SLACK_PORT: String(port), DEMO_SLACK_FILE: path.join(dataFolder, 'demo-slack.bin') },
  };
}

/** The processes' settings with which they may reach the stand-in, which is on this machine; those given when there is none. */
export function withDemoSlack(env: Record<string, string>, plan: DemoSlackPlan | null): Record<string, string> {
  if (plan === null) return env;
  const allowed = [env['DISPATCH_OUTBOUND_ALLOW'] ?? '', '127.0.0.1'].filter((text) => text !== '');
  return { ...env, DISPATCH_OUTBOUND_ALLOW: allowed.join(',') };
}
