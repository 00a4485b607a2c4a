import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';

/** What a test changes about a token; times are seconds from now. */
export interface TokenShape {
  claims?: { [K in keyof JWTPayload]?: JWTPayload[K] | undefined };
  header?: Record<string, unknown>;
  expires?: number;
  notBefore?: number;
  /** Signs with this key instead of the issuer's. */
  key?: CryptoKey | Uint8Array;
}

/** An OpenID Connect issuer over real HTTP that signs whatever a test wants. */
export interface TestIssuer {
  url: string;
  clientId: string;
  /** The public key as everybody can read it. */
  publicJwk: JWK;
  /** How often the keys were asked for. */
  reads(): number;
  /** From now on signs with a new key, and publishes it in place of the old one. */
  rotate(): Promise<void>;
  token(shape?: TokenShape): Promise<string>;
  stop(): Promise<void>;
}

const listen = (server: Server): Promise<number> => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

/** Starts an issuer whose tokens name `mia@example.com` and are meant for the client `dispatch-web`, unless a test says otherwise. */
export async function startIssuer(): Promise<TestIssuer> {
  const clientId = 'dispatch-web';
  let reads = 0;
  let number = 0;
  const make = async () => {
    number += 1;
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: `key-${number}`, alg: 'RS256', use: 'sig' } };
  };
  let current = await make();
  const server = createServer((request, response) => {
    if (request.url !== '/jwks') return void response.writeHead(404).end();
    reads += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [current.jwk] }));
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    url,
    clientId,
    get publicJwk() {
      return current.jwk;
    },
    reads: () => reads,
    rotate: async () => {
      current = await make();
    },
    token({ claims = {}, header = {}, expires = 300, notBefore, key } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const payload = { iss: url, aud: clientId, sub: 'mia', email: 'Mia@Example.com', name: 'Mia M', iat: now, exp: now + expires, ...(notBefore === undefined ? {} : { nbf: now + notBefore }), ...claims };
      // without a value a claim falls out of the JSON
      return new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: 'RS256', kid: current.jwk.kid, ...header }).sign(key ?? current.privateKey);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
