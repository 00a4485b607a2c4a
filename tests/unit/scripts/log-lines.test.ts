import { describe, expect, it } from '@jest/globals';
import { pickJson, pickPostgres, pickTemporal } from '../../../scripts/parts/log-lines.ts';

describe('what people see of the output of parts', () => {
  it('is warnings and errors of our own processes, with their cause', () => {
    expect(pickJson('{"level":30,"msg":"listening"}')).toBeNull();
    expect(pickJson('{"level":40,"msg":"slow"}')).toBe('slow');
    expect(pickJson('{"level":50,"msg":"no mail","err":{"message":"refused"}}')).toBe('no mail (refused)');
    expect(pickJson('TypeError: x is not a function')).toContain('TypeError');
    expect(pickJson('    at handler (app.ts:3:1)')).toBeNull();
    expect(pickJson('just text')).toBeNull();
  });
  it('is what stops Postgres, not what one statement did wrong or a stop that was asked for', () => {
    expect(pickPostgres('2026 UTC [7] FATAL:  password authentication failed')).toBe(
      'password authentication failed',
    );
    expect(pickPostgres('2026 UTC [7] ERROR:  duplicate key value')).toBeNull();
    expect(
      pickPostgres('2026 UTC [7] FATAL:  terminating connection due to administrator command'),
    ).toBeNull();
    expect(pickPostgres('2026 UTC [7] FATAL:  the database system is starting up')).toBeNull();
  });
  it('is errors of the Temporal server, not its warnings', () => {
    expect(pickTemporal('{"level":"warn","msg":"development server"}')).toBeNull();
    expect(pickTemporal('{"level":"error","msg":"lost","error":"disk"}')).toBe('lost (disk)');
    expect(pickTemporal('Error: listen tcp: address in use')).toContain('address in use');
  });
});
