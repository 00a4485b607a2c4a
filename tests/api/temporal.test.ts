import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { createTemporalGateway } from '../../api/temporal.ts';
import { isBetweenRuns, isOutage, refusalOf } from '../../api/temporal-errors.ts';
import type { CommandGateway } from '../../api/gateway.ts';
import { DomainError } from '../../domain/errors.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { declared } from '../support/incident-builders.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function gatewayAt(address: string): CommandGateway {
  const settings = { address, namespace: 'default', tls: null, apiKey: null, uiUrl: null, payloadKey: null };
  const gateway = createTemporalGateway(settings, { logger: pino({ level: 'silent' }), stateOf: async () => declared() });
  open.push(gateway);
  return gateway;
}
/** A server that takes connections and never says a word, as one that hangs. */
async function silentServer(): Promise<string> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server: Server = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const state = (): IncidentState => declared();
const command = { name: 'addNote' as const, commandId: 'c', actor: { kind: 'system' as const, name: 'test' }, data: { text: 'x', at: null } };
const problemOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no problem', (error: unknown) => (error instanceof DomainError ? [error.code, error.message] : error));

describe('Temporal that is not there', () => {
  it.each([['refuses connections', async () => '127.0.0.1:9'], ['hangs', silentServer]])('and %s: commands are told so within seconds, starting never fails', async (_how, address) => {
    const gateway = gatewayAt(await address());
    const start = performance.now();
    const [problem, run] = await Promise.all([problemOf(gateway.send('00000000-0000-4000-8000-000000000000', command)), gateway.start(state())]);
    expect(problem).toEqual(['unavailable', expect.stringContaining('nothing was changed')]);
    expect(run).toBeNull();
    expect(performance.now() - start).toBeLessThan(9_000);
    expect(gateway.lastHealth().ok).toBe(false);
    expect(await gateway.health()).toEqual({ ok: false, detail: expect.stringContaining('does not answer') });
    gateway.noteActivity('00000000-0000-4000-8000-000000000000');
  });
});

describe('what workflows answer', () => {
  const failed = (type: string, details: unknown[] = []): WorkflowUpdateFailedError => new WorkflowUpdateFailedError('Workflow Update failed', ApplicationFailure.create({ message: 'Said so', type, nonRetryable: true, details }));

  it('is the refusal that people read, with its fields', () => {
    const refusal = refusalOf(failed('illegal-transition', [[{ pointer: '/stage', detail: 'no' }, 'nonsense']]));
    expect(refusal).toMatchObject({ code: 'illegal-transition', message: 'Said so', fields: [{ pointer: '/stage', detail: 'no' }] });
    expect(refusalOf(failed('SomethingElse'))).toBeNull();
    expect(refusalOf(failed('toString'))).toBeNull();
    expect(refusalOf(new Error('x'))).toBeNull();
  });

  it('is sent again when it fell between two runs, and an outage when the server is gone', () => {
    const grpc = (code: number): Error => new ServiceError('x', { cause: Object.assign(new Error('y'), { code, details: '', metadata: {} }) });
    expect(isBetweenRuns(failed('AcceptedUpdateCompletedWorkflow'))).toBe(true);
    expect(isBetweenRuns(grpc(5))).toBe(true);
    expect(isBetweenRuns(grpc(14))).toBe(false);
    expect(isOutage(grpc(14))).toBe(true);
    expect(isOutage(grpc(3))).toBe(false);
  });
});
