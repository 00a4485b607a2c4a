import type { Payload } from '@temporalio/common';
import { z } from 'zod';
import { createPayloadCodec, isEncrypted } from '../../config/payload-codec.ts';
import { incidentsElsewhere } from '../../models/read/incidents-elsewhere.ts';
import type { routes } from '../contract/index.ts';
import { parseJson } from '../http/body.ts';
import type { Call, Handlers } from '../http/handler.ts';
import { parsePart } from '../http/validate.ts';

type Routes = (typeof routes)['privacy']['codec'];
type AnyCall = Call<Routes['decode']>;

// Protobuf's JSON form, as https://docs.temporal.io/production-deployment/data-encryption#set-your-codec-server-endpoints says: bytes are base64.
const Base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'is not base64');
const Wire = z.looseObject({ metadata: z.record(z.string(), Base64).optional(), data: Base64.nullish() });
const Body = z.strictObject({ payloads: z.array(Wire).max(2_000) });
type Wire = z.infer<typeof Wire>;

const HIDDEN = 'This payload belongs to another organization.';

const fromWire = ({ metadata = {}, data }: Wire): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
  data: data === null || data === undefined ? null : Buffer.from(data, 'base64'),
});
function toWire({ metadata, data }: Payload): Wire {
  const names = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  return { metadata: Object.fromEntries(names), ...(data ? { data: Buffer.from(data).toString('base64') } : {}) };
}
const plain = (value: unknown): Payload => ({ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) });

function payloadsOf({ raw, request }: AnyCall): Payload[] {
  return parsePart(Body, parseJson(raw, request.headers['content-type']) ?? {}, 'body').payloads.map(fromWire);
}

function answer({ response }: AnyCall, payloads: readonly Payload[]): void {
  response.set({ 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify({ payloads: payloads.map(toWire) }));
}

/** Ids by which a payload tells whose it is. */
interface Owners {
  organizations: Set<string>;
  incidents: Set<string>;
}

// What our workflows exchange is JSON that names its incident or organization wherever it says more than a number.
function ownersIn(payload: Payload): Owners {
  const found: Owners = { organizations: new Set(), incidents: new Set() };
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && name === 'organizationId') found.organizations.add(inner);
      if (typeof inner === 'string' && name === 'incidentId') found.incidents.add(inner);
      walk(inner);
    }
  };
  try {
    walk(JSON.parse(Buffer.from(payload.data ?? []).toString('utf8')));
  } catch {
    // Bytes that are no JSON name nobody.
  }
  return found;
}

async function decode(call: AnyCall): Promise<void> {
  const { deps, viewer } = call;
  const { payloadKey } = deps.config.temporal;
  const payloads = payloadsOf(call);
  if (payloadKey === null) return answer(call, payloads);
  const codec = createPayloadCodec(payloadKey);
  // One that cannot be read (a key that is gone) stays as it is and keeps none of the others from being read.
  const decoded = await Promise.all(payloads.map(async (payload) => (isEncrypted(payload) ? ((await codec.decode([payload]).catch(() => [payload]))[0] ?? payload) : payload)));
  const owners = decoded.map(ownersIn);
  const elsewhere = await incidentsElsewhere(deps.db, viewer.organizationId, [...new Set(owners.flatMap((o) => [...o.incidents]))]);
  const isForeign = (o: Owners): boolean => [...o.organizations].some((id) => id !== viewer.organizationId) || [...o.incidents].some((id) => elsewhere.has(id));
  return answer(call, decoded.map((payload, i) => (owners[i] && isForeign(owners[i]) ? plain(HIDDEN) : payload)));
}

async function encode(call: AnyCall): Promise<void> {
  const { payloadKey } = call.deps.config.temporal;
  const payloads = payloadsOf(call);
  return answer(call, payloadKey === null ? payloads : await createPayloadCodec(payloadKey).encode(payloads));
}

/** The remote codec of Temporal's UI, for those who may see restricted incidents: histories name no title, so it cannot be told payload by payload who may read them. */
export const codec: Handlers<Routes> = { decode, encode };
