import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ABILITIES, ACCESS_LEVELS, abilitiesOf, INCIDENT_RULES, levelNeeded, mayDo, mayGrant, mayView, ORGANIZATION_ACTIONS, ORGANIZATION_RULES, organizationAbilities, seesEveryIncident,
  type Ability, type AccessFacts, type AccessLevel, type Viewer,
} from '../../../domain/access.ts';

const ME = 'me';
const viewer = (accessLevel: AccessLevel, organizationId = 'here'): Viewer => ({ personId: ME, organizationId, email: 'me@example.com', name: 'Me', accessLevel });
type Part = 'nobody' | 'participant' | 'reporter' | 'commander' | 'removed reporter' | 'removed commander';
const PARTS: readonly Part[] = ['nobody', 'participant', 'reporter', 'commander', 'removed reporter', 'removed commander'];

function incident(visibility: AccessFacts['visibility'], part: Part): AccessFacts {
  const isPresent = part === 'participant' || part === 'reporter' || part === 'commander';
  return {
    organizationId: 'here', visibility, stage: 'active', participantIds: isPresent ? ['other', ME] : ['other'],
    commanderId: part.endsWith('commander') ? ME : 'other', reporterId: part.endsWith('reporter') ? ME : 'other',
  };
}

// Written out once more by hand, so that a slip in the table shows.
const WORK: readonly Ability[] = ['edit', 'changeStage', 'assignRole', 'manageParticipants', 'manageTasks', 'manageSteps', 'publishPostmortem', 'manageCosts'];
function expected(level: AccessLevel, visibility: AccessFacts['visibility'], part: Part): Set<Ability> {
  const isPresent = part === 'participant' || part === 'reporter' || part === 'commander';
  const isAdmin = level === 'admin' || level === 'owner';
  if (visibility === 'restricted' && !isPresent && !isAdmin) return new Set();
  const all = new Set<Ability>(['view', 'post']);
  if (!isPresent) all.add('join');
  if (isPresent || isAdmin || (visibility === 'open' && level === 'manager')) for (const one of WORK) all.add(one);
  if (part === 'commander' || isAdmin) all.add('changeVisibility');
  return all;
}

const cases = ACCESS_LEVELS.flatMap((level) => PARTS.flatMap((part) => (['open', 'restricted'] as const).map((visibility) => [level, part, visibility] as const)));

describe('incident rules', () => {
  it.each(cases)('%s as %s of an incident that is %s', (level, part, visibility) => {
    expect(new Set(abilitiesOf(viewer(level), incident(visibility, part)))).toEqual(expected(level, visibility, part));
  });

  it('give nothing across organizations, whatever the level and part', () => {
    for (const [level, part, visibility] of cases) expect(abilitiesOf(viewer(level, 'elsewhere'), incident(visibility, part))).toEqual([]);
  });

  it('give nobody anything without letting them see it', () => {
    for (const [level, part, visibility] of cases) {
      const abilities = abilitiesOf(viewer(level), incident(visibility, part));
      expect(abilities.length > 0).toBe(abilities.includes('view'));
      expect(mayView(viewer(level), incident(visibility, part))).toBe(abilities.includes('view'));
    }
  });

  it('never give more when restricted than when open, and never less to a higher level', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACCESS_LEVELS), fc.constantFrom(...ACCESS_LEVELS), fc.constantFrom(...PARTS), fc.constantFrom('open' as const, 'restricted' as const), (one, other, part, visibility) => {
        const [low, high] = [one, other].sort((a, b) => ACCESS_LEVELS.indexOf(a) - ACCESS_LEVELS.indexOf(b));
        const of = (level: AccessLevel | undefined, how: AccessFacts['visibility']) => abilitiesOf(viewer(level ?? 'member'), incident(how, part));
        for (const ability of of(low, visibility)) expect(of(high, visibility)).toContain(ability);
        for (const ability of of(low, 'restricted')) expect(of(low, 'open')).toContain(ability);
      }),
    );
  });

  it('agree with what SQL goes by: restricted ones to participants, or to all of them', () => {
    for (const level of ACCESS_LEVELS) {
      expect(mayView(viewer(level), incident('restricted', 'nobody'))).toBe(seesEveryIncident({ accessLevel: level }));
      expect(mayView(viewer(level), incident('restricted', 'participant'))).toBe(true);
      expect(mayView(viewer(level), incident('open', 'nobody'))).toBe(true);
    }
    expect(INCIDENT_RULES.view.open).toEqual(['anybody']);
    expect([...ABILITIES].sort()).toEqual(Object.keys(INCIDENT_RULES).sort());
  });
});

describe('organization rules', () => {
  it.each(ORGANIZATION_ACTIONS.map((action) => [action] as const))('%s is allowed from its level on, and not below', (action) => {
    const needed = ACCESS_LEVELS.indexOf(levelNeeded(action));
    for (const [i, accessLevel] of ACCESS_LEVELS.entries()) {
      expect(mayDo({ accessLevel }, action)).toBe(i >= needed);
      expect(organizationAbilities(accessLevel).includes(action)).toBe(i >= needed);
    }
  });

  it('keep what changes the organization from members and managers', () => {
    const low = new Set<string>([...organizationAbilities('member'), ...organizationAbilities('manager')]);
    expect([...low].filter((action) => /^(manage|configure|seeRestricted|readEveryMail|readAudit)/.test(action))).toEqual([]);
    expect(ORGANIZATION_RULES.manageOwners).toBe('owner');
  });

  it('let nobody decide about levels above their own', () => {
    for (const [i, accessLevel] of ACCESS_LEVELS.entries()) {
      for (const [j, level] of ACCESS_LEVELS.entries()) expect([accessLevel, level, mayGrant({ accessLevel }, level)]).toEqual([accessLevel, level, i >= ACCESS_LEVELS.indexOf('admin') && j <= i]);
    }
  });
});

describe('docs/access.md', () => {
  const doc = readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8');
  it('says of every action from which level on it is allowed', () => {
    const rows = [...doc.matchAll(/^\| `(\w+)` \| (member|manager|admin|owner) \|/gm)].map(([, action, level]) => [action, level]);
    expect(rows).toEqual(Object.entries(ORGANIZATION_RULES));
  });
  it('names every ability', () => {
    const named = [...(doc.split('| ability |')[1] ?? '').split('\n\n')[0]?.matchAll(/^\| (`[^|]+)\|/gm) ?? []].flatMap(([, cell]) => [...(cell ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual([...ABILITIES].sort());
  });
});
