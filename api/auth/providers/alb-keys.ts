import { createPublicKey, type KeyObject } from 'node:crypto';
import { fetchText, type Fetch } from '../fetch-text.ts';
import { notBelieved, providerSilent } from '../refuse.ts';

/** The public key of a load balancer with this id; the id was checked to be a plain word. */
export type BalancerKeys = (kid: string) => Promise<KeyObject>;

/** How keys are fetched, kept and by which clock (ms since 1970). `onTrouble` is told why one could not be read. */
export interface BalancerKeySource {
  arn: string;
  cacheSeconds: number;
  fetch?: Fetch | undefined;
  now?: (() => number) | undefined;
  onTrouble?: ((reason: unknown) => void) | undefined;
}

const MOST_KEYS = 100;
const NEW_KEYS_A_MINUTE = 10;
const MINUTE = 60_000;

/** Where AWS publishes a load balancer's key: a place that follows from the region (and partition) of its ARN alone. */
export function balancerKeyUrl(arn: string, kid: string): string {
  const [, partition = '', , region = ''] = arn.split(':');
  const file = encodeURIComponent(kid);
  // docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html names the buckets of GovCloud.
  if (partition === 'aws-us-gov') return `https://s3-${region}.amazonaws.com/aws-elb-public-keys-prod-${region}/${file}`;
  return `https://public-keys.auth.elb.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${file}`;
}

// ES256 is defined for the curve P-256 only (RFC 7518, 3.4).
function readKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('the key is not on the curve P-256');
  return key;
}

/**
 * Fetches and keeps keys. Ids that were never seen are asked for at most ten times a minute, so that made-up ids cannot make us flood AWS; keys that were
 * right before are not counted, so that such a flood keeps nobody out.
 */
export function createBalancerKeys({ arn, cacheSeconds, fetch, now = Date.now, onTrouble = () => undefined }: BalancerKeySource): BalancerKeys {
  const keys = new Map<string, { key: KeyObject; until: number }>();
  const pending = new Map<string, Promise<KeyObject>>();
  let budget = { from: Number.NEGATIVE_INFINITY, used: 0 };

  const spend = (): void => {
    if (now() - budget.from >= MINUTE) budget = { from: now(), used: 0 };
    if (budget.used >= NEW_KEYS_A_MINUTE) throw notBelieved('The key that signed your proof of identity is not known. Try again in a minute.');
    budget.used += 1;
  };
  const read = async (kid: string): Promise<KeyObject> => {
    try {
      const key = readKey(await fetchText(balancerKeyUrl(arn, kid), fetch));
      keys.delete(kid);
      keys.set(kid, { key, until: now() + cacheSeconds * 1000 });
      const oldest = keys.size > MOST_KEYS ? keys.keys().next().value : undefined;
      if (oldest !== undefined) keys.delete(oldest);
      return key;
    } catch (error) {
      onTrouble(error);
      throw providerSilent('The key of the load balancer');
    } finally {
      pending.delete(kid);
    }
  };
  return async (kid) => {
    const known = keys.get(kid);
    if (known && known.until > now()) return known.key;
    const running = pending.get(kid);
    if (running) return running;
    if (!known) spend();
    const reading = read(kid);
    pending.set(kid, reading);
    return reading;
  };
}
