import { listFactors, type FactorFacts } from '../../models/mfa/factors.ts';
import { recoveryCodesLeft } from '../../models/mfa/recovery-codes.ts';
import type { Factor, FactorMethod, StepUpOffer } from '../contract/second-factor.ts';
import type { ApiDeps } from '../deps.ts';
import { offeredMethods, type Offered } from './providers.ts';

type Deps = Pick<ApiDeps, 'db' | 'registry'>;

const isOf = ({ pluginId, method }: Offered) => (factor: FactorFacts): boolean => factor.pluginId === pluginId && factor.method === method.id;

function methodView(offered: Offered, factors: readonly FactorFacts[]): FactorMethod {
  const { id, name, kind, several } = offered.method;
  const enrolled = factors.some(isOf(offered));
  return { id, name, kind, enrolled, canAdd: several || !enrolled };
}

/** A person's factors and every method with whether they have it. */
export async function factorsOf(deps: Deps, person: { organizationId: string; personId: string }): Promise<{ methods: FactorMethod[]; factors: Factor[]; codesLeft: number }> {
  const [offered, factors, codesLeft] = await Promise.all([offeredMethods(deps, person.organizationId), listFactors(deps.db, person.personId), recoveryCodesLeft(deps.db, person.personId)]);
  return { methods: offered.map((each) => methodView(each, factors)), factors: factors.map((factor) => factorView(factor, offered)), codesLeft };
}

/** A factor as its owner sees it. */
export function factorView(factor: FactorFacts, offered: readonly Offered[]): Factor {
  const { id, method, name, createdAt, lastUsedAt } = factor;
  const known = offered.find((each) => isOf(each)(factor));
  return { id, method, methodName: known?.method.name ?? `${method} (not set up here any more)`, name, createdAt, lastUsedAt };
}

/** How a person can prove who they are: keys first, because nobody can be talked out of one. */
export async function offerFor(deps: Deps, person: { organizationId: string; personId: string }, more: { mustEnrol: boolean; ticket: string | null }): Promise<StepUpOffer> {
  const { methods, codesLeft } = await factorsOf(deps, person);
  const order = ['webauthn', 'code', 'redirect'];
  return { methods: methods.filter((m) => m.enrolled).toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)), recovery: codesLeft > 0, ...more };
}
