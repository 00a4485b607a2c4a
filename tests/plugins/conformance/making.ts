import { expect } from '@jest/globals';
import {
  type Capabilities,
  VendorError,
  type VendorErrorKind,
  type VendorObject,
} from '../../../plugins/contract.ts';
import type { Check, World } from './world.ts';

/** Makes an object for a mark with the given instance. */
export type Make = (
  capabilities: Pick<World, 'use'>,
  place: { mark: string; incidentId: string },
) => Promise<Pick<VendorObject, 'externalId'>>;

/** Where an object is made: a new incident and its mark. */
export async function newPlace(world: World, purpose: string): Promise<{ mark: string; incidentId: string }> {
  const incidentId = await world.incident();
  return { incidentId, mark: `dispatch:${incidentId}:${purpose}` };
}

/** Runs `work` and answers the {@link VendorError} that it must throw. */
export async function vendorErrorOf(work: () => Promise<unknown>): Promise<VendorError> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(VendorError);
    if (error instanceof VendorError) return error;
  }
  throw new Error('a VendorError was expected, but the call succeeded');
}

/** Expects `work` to fail with a {@link VendorError} of that kind and a message for people. */
export async function expectKind(kind: VendorErrorKind, work: () => Promise<unknown>): Promise<VendorError> {
  const error = await vendorErrorOf(work);
  expect(error.kind).toBe(kind);
  expect(error.message.length).toBeGreaterThan(10);
  return error;
}

/** What every capability that makes objects must do, whatever the object: once per mark, and errors by their kind. */
export function makingChecks(what: string, make: Make): Check[] {
  const purpose = what.replace(/\W+/g, '-');
  return [
    {
      name: `${what}: made twice is one object`,
      async run(world) {
        const place = await newPlace(world, purpose);
        const [first, second] = [await make(world, place), await make(world, place)];
        expect(second.externalId).toBe(first.externalId);
        expect(first.externalId).not.toBe('');
        expect(await world.count(place.mark)).toBe(1);
      },
    },
    {
      name: `${what}: two incidents have two objects`,
      async run(world) {
        const [one, other] = [await newPlace(world, purpose), await newPlace(world, purpose)];
        const [first, second] = [await make(world, one), await make(world, other)];
        expect(second.externalId).not.toBe(first.externalId);
      },
    },
    {
      name: `${what}: adopted after a lost answer`,
      async run(world) {
        const place = await newPlace(world, purpose);
        world.loseNextAnswer();
        await expectKind('unavailable', () => make(world, place));
        expect(await world.count(place.mark)).toBe(1);
        const found = await make(world, place);
        expect(found.externalId).not.toBe('');
        expect(await world.count(place.mark)).toBe(1);
      },
    },
    {
      name: `${what}: made by four at once is one object`,
      async run(world) {
        const place = await newPlace(world, purpose);
        const made = await Promise.all(Array.from({ length: 4 }, () => make(world, place)));
        expect(new Set(made.map((object) => object.externalId)).size).toBe(1);
        expect(await world.count(place.mark)).toBe(1);
      },
    },
    ...wireChecks(what, make),
  ];
}

/** What every call over a wire must make of trouble. */
export function wireChecks(what: string, make: Make): Check[] {
  return [...httpChecks(what, make), ...connectionChecks(what, make)];
}

const failing = (make: Make, world: World, place: { mark: string; incidentId: string }) => () =>
  make(world, place);

function httpChecks(what: string, make: Make): Check[] {
  const place = (world: World) => newPlace(world, what.replace(/\W+/g, '-'));
  return [
    {
      name: `${what}: 429 says how long to wait`,
      need: 'wire',
      async run(world) {
        world.wire?.failNext([{ status: 429, retryAfter: '7' }]);
        const error = await expectKind('rate-limited', failing(make, world, await place(world)));
        expect(error.retryAfterMs).toBe(7000);
      },
    },
    {
      name: `${what}: 429 with a date says how long to wait`,
      need: 'wire',
      async run(world) {
        world.wire?.failNext([{ status: 429, retryAfter: new Date(Date.now() + 60_000).toUTCString() }]);
        const error = await expectKind('rate-limited', failing(make, world, await place(world)));
        expect(error.retryAfterMs).toBeGreaterThan(50_000);
        expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
      },
    },
    {
      name: `${what}: 500 and 503 are unavailable, then it works`,
      need: 'wire',
      async run(world) {
        const where = await place(world);
        world.wire?.failNext([{ status: 500 }, { status: 503 }]);
        await expectKind('unavailable', failing(make, world, where));
        await expectKind('unavailable', failing(make, world, where));
        await make(world, where);
        expect(await world.count(where.mark)).toBe(1);
      },
    },
    {
      name: `${what}: an answer that makes no sense is unavailable`,
      need: 'wire',
      async run(world) {
        world.wire?.failNext(['garbage']);
        await expectKind('unavailable', failing(make, world, await place(world)));
      },
    },
  ];
}

/** Trouble that every protocol knows. */
export function connectionChecks(what: string, make: Make): Check[] {
  const place = (world: World) => newPlace(world, what.replace(/\W+/g, '-'));
  return [
    {
      name: `${what}: no answer is unavailable, and soon`,
      need: 'wire',
      async run(world) {
        const started = Date.now();
        world.wire?.failNext(['hang']);
        await expectKind('unavailable', failing(make, world, await place(world)));
        expect(Date.now() - started).toBeLessThan(3000);
      },
    },
    {
      name: `${what}: a broken connection is unavailable, then it works`,
      need: 'wire',
      async run(world) {
        const where = await place(world);
        world.wire?.failNext(['unsent']);
        await expectKind('unavailable', failing(make, world, where));
        await make(world, where);
      },
    },
    {
      name: `${what}: refused credentials are auth`,
      need: 'wire',
      async run(world) {
        const use = usable((await world.withBadCredentials?.()) ?? {});
        const error = await expectKind('auth', async () => make({ use }, await place(world)));
        expect(error.message).not.toContain('wrong-secret');
      },
    },
  ];
}

/** A `use` over capabilities. */
export function usable(capabilities: Capabilities): World['use'] {
  return (name) => {
    const found = capabilities[name];
    if (found === undefined) throw new Error(`the plugin does not offer ${name}`);
    return found;
  };
}
