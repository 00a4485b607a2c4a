import { describe, expect, it } from '@jest/globals';
import { verdictFor } from '../../../domain/registration.ts';
import { isServiceAddress, serviceAddress } from '../../../domain/service-accounts.ts';

describe('who may register', () => {
  it.each([
    ['open', 'a@elsewhere.example', 'member'],
    ['approval', 'a@corp.example', 'pending'],
    ['domains', 'a@corp.example', 'member'],
    ['domains', 'A@CORP.example', 'member'],
    ['domains', 'a@sub.corp.example', 'domain'],
    ['domains', 'a@evilcorp.example', 'domain'],
    ['domains', '"a@corp.example"@evil.example', 'domain'],
    ['off', 'a@corp.example', 'closed'],
  ] as const)('%s: %s → %s', (mode, email, verdict) => {
    expect(verdictFor({ mode, domains: ['corp.example'] }, email)).toBe(verdict);
  });
});

describe('the address of a service account', () => {
  it('is made of its name, unique, and never of a real domain', () => {
    expect(serviceAddress('Déploy – Pipeline #1', 'ab12cd')).toBe('deploy-pipeline-1-ab12cd@service.invalid');
    expect(serviceAddress('监控', 'ab12cd')).toBe('service-ab12cd@service.invalid');
    expect([isServiceAddress('x@SERVICE.invalid'), isServiceAddress('x@service.invalid.example.com'), isServiceAddress('service.invalid@example.com')]).toEqual([true, false, false]);
  });
});
