import { describe, expect, it } from '@jest/globals';
import { maskSecrets, SECRET_MASK, secretsOfAnotherPlace, unmaskSecrets } from '../../../plugins/settings.ts';
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

  it.each([
    ['host', { host: 'b' }, ['token']],
    ['siteUrl', { host: 'a', siteUrl: 'https://b' }, ['token']],
    ['a place that is left out', {}, ['token']],
    ['nothing', { host: 'a', port: 25 }, []],
    ['the secret itself', { host: 'b', token: 'new' }, []],
  ])('are asked for again when this changed: %s', (_what, change, asked) => {
    expect(secretsOfAnotherPlace({ token: SECRET_MASK, ...change }, { host: 'a', port: 26, token: 'old' }, ['token'])).toEqual(asked);
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
