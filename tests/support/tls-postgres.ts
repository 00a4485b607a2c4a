import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A certificate of localhost that signs itself, valid until 2126; made for tests and used nowhere else. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUPYaL6lcDe/MExIYyLl0oygxTI8gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjA2MDMxMFoYDzIxMjYxMDI5
MDYwMzEwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ9oEzIbpgFCDnQAIMRmKf80z4NIMmJ/ZKYaxjCsAHdw7yLuuKh8vMp
ykMcPN3cV0r0FRYuBnukzVb2z/My0mvbo28wbTAdBgNVHQ4EFgQUlsoj0eBFgr/Z
5Q1Enux2GEBvNkQwHwYDVR0jBBgwFoAUlsoj0eBFgr/Z5Q1Enux2GEBvNkQwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgG76JAp+qtHYbdX7735BSwReInIKg5HxYID/9DVptTMECIGvt
0So547R/0hjNeAJw9l/W2JAvHpbz+OF3aje9w4wL
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgsa+48QQ05Q6Vw5AH
wKDaseRIJnYTxZE+pBPYAYCFWiehRANCAAQ9oEzIbpgFCDnQAIMRmKf80z4NIMmJ
/ZKYaxjCsAHdw7yLuuKh8vMpykMcPN3cV0r0FRYuBnukzVb2z/My0mvb
-----END PRIVATE KEY-----
`;
/** https://www.postgresql.org/docs/current/protocol-message-formats.html, SSLRequest. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** A PostgreSQL that speaks TLS only: the encryption in front of the run's server. Who begins in plain text is hung up on. */
export async function startTlsPostgres(to: { port: number }): Promise<{ port: number; stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    socket.once('data', (begin: Buffer) => {
      if (!begin.equals(SSL_REQUEST)) {
        socket.destroy();
        return;
      }
      socket.write('S');
      const secure = new TLSSocket(socket, { isServer: true, key: KEY, cert: CERTIFICATE });
      const behind = connect(to.port, '127.0.0.1');
      for (const one of [secure, behind]) one.on('error', () => socket.destroy());
      secure.pipe(behind).pipe(secure);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
