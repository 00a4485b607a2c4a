import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../scripts/check/audit.mjs';

const advisory = (severity: string) => ({ source: 1, name: 'left', title: 'Runs what it is sent', url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc', severity, range: '<1.2.3' });
const report = (severity: string) => JSON.stringify({ auditReportVersion: 2, vulnerabilities: { left: { name: 'left', severity, via: [advisory(severity)] }, right: { name: 'right', severity, via: ['left'] } } });
const now = { accepted: [], today: '2026-11-21', otherwise: '' };
const accepted = (until: string) => ({ ...now, accepted: [{ id: 'GHSA-aaaa-bbbb-cccc', reason: 'not used', until }] });

describe('an answer of the advisory service', () => {
  it.each(['high', 'critical'])('that names a %s advisory fails, once, with its address', (severity) => {
    expect(judge(report(severity), now)).toEqual({ verdict: 'vulnerable', text: `left <1.2.3: ${severity}, Runs what it is sent (https://github.com/advisories/GHSA-aaaa-bbbb-cccc)` });
  });
  it.each(['moderate', 'low', 'info'])('that names only a %s one does not', (severity) => expect(judge(report(severity), now).verdict).toBe('clean'));
  it('that names nothing is clean', () => expect(judge('{"auditReportVersion":2,"vulnerabilities":{}}', now).verdict).toBe('clean'));
  it('about what was accepted does not fail until the day that was set', () => {
    expect(judge(report('high'), accepted('2027-01-01')).verdict).toBe('clean');
    expect(judge(report('high'), accepted('2026-11-21')).verdict).toBe('vulnerable');
  });
});

describe('no answer', () => {
  it('is neither good nor bad, and names no host', () => {
    expect(judge('{"message":"405 Method Not Allowed - POST https://registry.example/-/npm/v1/security"}', now)).toEqual({ verdict: 'unknown', text: '405 Method Not Allowed - POST the advisory service' });
    expect(judge('', { ...now, otherwise: 'npm error network\nnpm error ENOTFOUND' })).toEqual({ verdict: 'unknown', text: 'npm error ENOTFOUND' });
    for (const text of ['null', '[]', '{"vulnerabilities":null}', 'not json']) expect(judge(text, now).verdict).toBe('unknown');
  });
});
