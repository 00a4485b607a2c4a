import { describe, expect, it } from '@jest/globals';
import { actionWords, changedFields, spanStart, valueWords } from '../../../web/src/routes/settings/audit/words.ts';

describe('words of the audit log', () => {
  it('says actions as people do', () => {
    expect(actionWords('incident.visibilityChanged')).toBe('Incident visibility changed');
    expect(actionWords('engagement-rule.updated')).toBe('Engagement rule updated');
  });

  it('puts before and after side by side', () => {
    expect(changedFields({ accessLevel: 'member', gone: 1 }, { accessLevel: 'admin', isActive: false, note: '' })).toEqual([
      { name: 'access level', before: 'member', after: 'admin' },
      { name: 'gone', before: '1', after: '–' },
      { name: 'is active', before: '–', after: 'false' },
      { name: 'note', before: '–', after: '–' },
    ]);
    expect(changedFields(null, null)).toEqual([]);
    expect(valueWords({ a: [1] })).toBe('{\n "a": [\n  1\n ]\n}');
  });

  it('begins spans of time', () => {
    const now = Date.parse('2026-11-22T12:00:00.000Z');
    expect(spanStart('day', now)).toBe('2026-11-21T12:00:00.000Z');
    expect(spanStart('between', now)).toBeUndefined();
    expect(spanStart(undefined, now)).toBeUndefined();
  });
});
