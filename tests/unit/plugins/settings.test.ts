import { describe, expect, it } from '@jest/globals';
import { maskSecrets, SECRET_MASK, unmaskSecrets } from '../../../plugins/settings.ts';
import { versionOf } from '../../../plugins/version-of.ts';

describe('secrets', () => {
  it('never leave, and keep their value when the mask comes back', () => {
    const stored = { host: 'mail', password: 'hunter2', token: '' };
    const shown = maskSecrets(stored, ['password', 'token']);
    expect(shown).toEqual({ host: 'mail', password: SECRET_MASK, token: '' });
    expect(unmaskSecrets({ ...shown, host: 'other' }, stored, ['password', 'token'])).toEqual({
      host: 'other',
      password: 'hunter2',
      token: '',
    });
  });

  it('are replaced, removed, or dropped when there is nothing to keep', () => {
    expect(unmaskSecrets({ password: 'new' }, { password: 'old' }, ['password'])).toEqual({
      password: 'new',
    });
    expect(unmaskSecrets({}, { password: 'old' }, ['password'])).toEqual({});
    expect(unmaskSecrets({ password: SECRET_MASK }, {}, ['password'])).toEqual({});
  });

  it('a value that only looks like the mask is kept where it is no secret', () => {
    expect(unmaskSecrets({ note: SECRET_MASK }, {}, ['password'])).toEqual({ note: SECRET_MASK });
  });
});

it('equal settings have one version, whatever the order', () => {
  expect(versionOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(versionOf({ b: { d: null, c: [1, 2] }, a: 1 }));
  expect(versionOf({ a: [1, 2] })).not.toBe(versionOf({ a: [2, 1] }));
  expect(versionOf(undefined)).toBe(versionOf(undefined));
});
