import { describe, expect, it } from '@jest/globals';
import { ACCESS_LEVELS } from '../../../domain/access.ts';
import { NAV, settingsByGroup } from '../../../web/src/nav.ts';
import { refusedPage } from '../../../web/src/shell/page-access.ts';

describe('the settings in the navigation', () => {
  it('stand in groups that hold all of them once, and none that is empty', () => {
    const settings = NAV.filter(({ group }) => group !== 'work');
    expect(settingsByGroup(NAV).flatMap(({ entries }) => entries)).toEqual(settings);
    expect(settings.every(({ to }) => to.startsWith('/settings/'))).toBe(true);
    expect(settingsByGroup(NAV.filter(({ to }) => to === '/settings/audit')).map(({ label }) => label)).toEqual(['Records']);
  });
});

describe('pages a person may not open', () => {
  it('are those of which the API refuses the content, and say what they need', () => {
    expect(refusedPage('/settings/audit', { accessLevel: 'manager' })).toMatchObject({ name: 'Audit log', needed: 'admin' });
    expect(refusedPage('/settings/audit', { accessLevel: 'admin' })).toBeUndefined();
    expect(refusedPage('/incidents/$incident', { accessLevel: 'member' })).toBeUndefined();
  });

  it('have the name that the navigation gives them, and every level sees those it may open', () => {
    const hidden = ACCESS_LEVELS.map((accessLevel) => NAV.filter(({ to }) => refusedPage(to, { accessLevel })).length);
    expect(hidden).toEqual([7, 7, 0, 0]);
    for (const { to, label } of NAV) expect(refusedPage(to, { accessLevel: 'member' })?.name ?? label).toBe(label);
  });
});
