import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Fetch } from '../../api/auth/fetch-text.ts';

/** What a test changes about a load balancer's proof. */
export interface ProofShape {
  head?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  /** Signs with this key instead of the balancer's. */
  key?: KeyObject;
}

/** An AWS load balancer's signer: makes proofs as AWS does, and serves its key where AWS publishes it. */
export interface TestBalancer {
  arn: string;
  keyId: string;
  /** `x-amzn-oidc-data` with base64url that keeps its padding, as AWS writes it. */
  proof(shape?: ProofShape): string;
  /** In place of the network: answers for AWS's address of the key only. */
  fetch: Fetch;
  /** Every address that was asked for. */
  asked: string[];
}

const padded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

/** A load balancer in eu-west-1 whose proofs name `mia@example.com`. */
export function createBalancer(): TestBalancer {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/dispatch/50dc6c495c0c9188';
  const keyId = 'b0a2a3de-7f07-4c87-ae0b-9d3b6fb2f1a1';
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const asked: string[] = [];
  return {
    arn,
    keyId,
    asked,
    proof({ head = {}, claims = {}, key = privateKey } = {}) {
      const exp = Math.floor(Date.now() / 1000) + 120;
      const parts = [
        { typ: 'JWT', kid: keyId, alg: 'ES256', iss: 'https://login.example.com', client: 'dispatch', signer: arn, exp, ...head },
        { sub: 'mia', email: 'Mia@Example.com', email_verified: 'true', name: 'Mia M', exp, iss: 'https://login.example.com', ...claims },
      ].map((part) => padded(Buffer.from(JSON.stringify(part))));
      const text = parts.join('.');
      return `${text}.${padded(sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }))}`;
    },
    fetch: async (url) => {
      asked.push(url);
      const isOurs = url === `https://public-keys.auth.elb.eu-west-1.amazonaws.com/${keyId}`;
      return isOurs ? new Response(publicKey.export({ type: 'spki', format: 'pem' })) : new Response('', { status: 403 });
    },
  };
}
