import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { busyFault, freePort, isFree, requireFreePorts } from '../../../scripts/parts/ports.ts';

const app = { port: 8000, host: '127.0.0.1', use: 'app', setting: 'PORT' };
const ui = { port: 8233, host: '127.0.0.1', use: 'Temporal UI', setting: 'EMBEDDED_TEMPORAL_UI_PORT' };

describe('the message about a busy port', () => {
  it('names the port, its use and the setting that moves it', () => {
    const { message, remedy, exitCode } = busyFault([app]);
    expect(message).toBe('port 8000 (app) is in use by another program');
    expect(remedy).toBe('stop that program, or move ours: PORT=8010 npm start');
    expect(exitCode).toBe(4);
  });
  it('names all of them at once', () => {
    const { message, remedy } = busyFault([app, ui]);
    expect(message).toContain('ports 8000 (app), 8233 (Temporal UI) are in use');
    expect(remedy).toContain('PORT=8010 EMBEDDED_TEMPORAL_UI_PORT=8243 npm start');
  });
});

describe('freePort', () => {
  it('never answers one port twice, nor one that the system gives to a connection', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(new Set(ports).size).toBe(50);
    expect(ports.every((port) => port >= 11_000 && port < 32_768)).toBe(true);
  });
});

describe('requireFreePorts', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('lets free ports pass', async () => {
    await expect(requireFreePorts([{ ...app, port: await freePort() }])).resolves.toBeUndefined();
  });
  it('refuses a port that something listens on', async () => {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await isFree(port, '127.0.0.1')).toBe(false);
    expect(await isFree(port, '0.0.0.0')).toBe(false);
    await expect(requireFreePorts([{ ...app, port }])).rejects.toMatchObject({ exitCode: 4 });
  });
  it('refuses two parts on one port', async () => {
    const port = await freePort();
    const fault = {
      message: `port ${port} is wanted twice`,
      remedy: 'set EMBEDDED_TEMPORAL_UI_PORT to another port',
    };
    await expect(
      requireFreePorts([
        { ...app, port },
        { ...ui, port },
      ]),
    ).rejects.toMatchObject(fault);
  });
});
