import type { DataConverter } from '@temporalio/common';
import type { TemporalSettings } from './config.ts';
import { createPayloadCodec } from './payload-codec.ts';

/** What both `Connection.connect` (client) and `NativeConnection.connect` (worker) take. */
export interface TemporalConnectionOptions {
  address: string;
  tls: boolean | { serverNameOverride?: string; serverRootCACertificate?: Buffer; clientCertPair?: { crt: Buffer; key: Buffer } };
  apiKey?: string;
}

/** Connection options for client and worker from the settings. */
export function connectionOptions(settings: TemporalSettings): TemporalConnectionOptions {
  const base = { address: settings.address, ...(settings.apiKey === null ? {} : { apiKey: settings.apiKey }) };
  if (settings.tls === null) return { ...base, tls: false };
  const { serverName, ca, cert, key } = settings.tls;
  return {
    ...base,
    tls: {
      ...(serverName === null ? {} : { serverNameOverride: serverName }),
      ...(ca === null ? {} : { serverRootCACertificate: Buffer.from(ca) }),
      ...(cert === null || key === null ? {} : { clientCertPair: { crt: Buffer.from(cert), key: Buffer.from(key) } }),
    },
  };
}

/** The data converter for client and worker: encrypts payloads when a key is set, else leaves them readable. */
export function dataConverter(settings: Pick<TemporalSettings, 'payloadKey'>): DataConverter {
  return settings.payloadKey === null ? {} : { payloadCodecs: [createPayloadCodec(settings.payloadKey)] };
}
