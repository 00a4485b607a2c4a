import { METHODS, type SlackMethod } from './methods.ts';

const MINUTE = 60_000;
/** Slack takes about one message a second in a channel, and lets short bursts pass (docs.slack.dev/apis/web-api/rate-limits). */
const MESSAGES_IN_A_CHANNEL = 60;
const MOST_LANES = 2000;

/** What a call's turn depends on. */
export interface Wanted {
  method: SlackMethod;
  /** The channel of a posted message. */
  channel: string | null;
  /** How long the caller can wait, in ms. */
  patienceMs: number;
}
/** Spaces the calls of one token, so that Slack has no reason to refuse them. */
export interface Pace {
  /** Resolves with 0 when the call may go out; with the time in ms that it would have had to wait, when that is longer than the caller's patience. */
  turn(wanted: Wanted): Promise<number>;
  /** Slack asked us to leave a method alone for so long: nobody calls it until then. */
  hold(method: SlackMethod, ms: number): void;
}
interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

const CLOCK: Clock = { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/**
 * A queue per method (and per channel for messages): at most its tier's calls leave in any minute, a burst at once and the rest as places
 * become free, in the order in which they came. Other processes with the same token are not seen; for those there is {@link Pace.hold}.
 */
export function createPace(clock: Clock = CLOCK): Pace {
  /** When the latest calls of a lane left or will leave, oldest first. */
  const lanes = new Map<string, number[]>();
  const held = new Map<SlackMethod, number>();
  const free = ({ method }: Wanted): number => Math.max(clock.now(), held.get(method) ?? 0);
  const slotOf = (lane: string, limit: number, from: number): number => {
    const times = lanes.get(lane) ?? [];
    const before = times[times.length - limit];
    return before === undefined ? from : Math.max(from, before + MINUTE);
  };
  const take = (lane: string, limit: number, at: number): void => {
    if (lanes.size > MOST_LANES) for (const [key, times] of lanes) if ((times.at(-1) ?? 0) < clock.now() - MINUTE) lanes.delete(key);
    lanes.set(lane, [...(lanes.get(lane) ?? []).slice(1 - limit), at]);
  };
  return {
    async turn(wanted) {
      const all = lanesOf(wanted);
      const at = all.reduce((latest, { lane, limit }) => slotOf(lane, limit, latest), free(wanted));
      if (at - clock.now() > wanted.patienceMs) return at - clock.now();
      for (const { lane, limit } of all) take(lane, limit, at);
      if (at > clock.now()) await clock.sleep(at - clock.now());
      // Slack may have asked for a pause while this call stood in line.
      const pause = free(wanted) - clock.now();
      if (pause > wanted.patienceMs) return pause;
      if (pause > 0) await clock.sleep(pause);
      return 0;
    },
    hold: (method, ms) => void held.set(method, Math.max(held.get(method) ?? 0, clock.now() + ms)),
  };
}

/** Whoever is told to wait is not counted; that of the channel comes first, because it is the narrower one. */
function lanesOf({ method, channel }: Wanted): { lane: string; limit: number }[] {
  const whole = { lane: method, limit: METHODS[method].perMinute };
  return method === 'chat.postMessage' && channel !== null ? [{ lane: `${method}/${channel}`, limit: MESSAGES_IN_A_CHANNEL }, whole] : [whole];
}
