import type { SettingValues } from './schema.ts';

/** How to reach PostgreSQL. */
export interface DatabaseSettings {
  hostname: string;
  port: number;
  name: string;
  user: string;
  password: string;
  ssl: 'disable' | 'require' | 'verify';
  /** PEM text of the trusted authority; null = those of the system. */
  sslCa: string | null;
  poolSize: number;
}
/** How to reach Temporal. Certificates are PEM texts. */
export interface TemporalSettings {
  address: string;
  namespace: string;
  /** null = plain text. */
  tls: { serverName: string | null; ca: string | null; cert: string | null; key: string | null } | null;
  apiKey: string | null;
  uiUrl: string | null;
  /** 32 bytes in base64; null = payloads stay readable. */
  payloadKey: string | null;
}
/** How to send mail. */
export interface SmtpSettings {
  host: string;
  port: number;
  user: string | null;
  password: string | null;
  secure: boolean;
  from: string;
}
/** Everything the processes are told from outside; made once by `loadConfig` and passed down. */
export interface Config {
  env: 'production' | 'development' | 'test';
  logLevel: SettingValues['LOG_LEVEL'];
  server: { host: string; port: number; uiUrl: string; staticDir: string; trustedProxies: string[] };
  worker: { healthPort: number };
  database: DatabaseSettings;
  temporal: TemporalSettings;
  /** `providerSlug` '' = authentication is off. */
  auth: { providerSlug: string; defaultUser: string; jwtSecret: string | null; jwtExpSeconds: number };
  encryptionKey: string | null;
  /** Paths or package names of plugins besides the built-in ones. */
  extraPlugins: string[];
  /** null = mail goes to the outbox. */
  smtp: SmtpSettings | null;
  sentryDsn: string | null;
  mjmlPath: string | null;
}

/** Arranges parsed settings as the {@link Config} the parts take. */
export function arrange(v: SettingValues): Config {
  return {
    env: v.NODE_ENV,
    logLevel: v.LOG_LEVEL,
    server: { host: v.HOST, port: v.PORT, uiUrl: v.DISPATCH_UI_URL, staticDir: v.STATIC_DIR, trustedProxies: v.TRUSTED_PROXIES },
    worker: { healthPort: v.WORKER_HEALTH_PORT },
    database: {
      hostname: v.DATABASE_HOSTNAME,
      port: v.DATABASE_PORT,
      name: v.DATABASE_NAME,
      ...v.DATABASE_CREDENTIALS,
      ssl: v.DATABASE_SSL,
      sslCa: v.DATABASE_SSL_CA,
      poolSize: v.DATABASE_POOL_SIZE,
    },
    temporal: temporalOf(v),
    auth: { providerSlug: v.DISPATCH_AUTHENTICATION_PROVIDER_SLUG, defaultUser: v.DISPATCH_AUTHENTICATION_DEFAULT_USER, jwtSecret: v.DISPATCH_JWT_SECRET, jwtExpSeconds: v.DISPATCH_JWT_EXP },
    encryptionKey: v.DISPATCH_ENCRYPTION_KEY,
    extraPlugins: v.DISPATCH_EXTRA_PLUGINS,
    smtp: smtpOf(v),
    sentryDsn: v.SENTRY_DSN,
    mjmlPath: v.MJML_PATH,
  };
}

function temporalOf(v: SettingValues): TemporalSettings {
  const wantsTls = v.TEMPORAL_TLS ?? (v.TEMPORAL_API_KEY !== null || v.TEMPORAL_TLS_CLIENT_CERT_PATH !== null || v.TEMPORAL_TLS_SERVER_CA_CERT_PATH !== null);
  const tls = { serverName: v.TEMPORAL_TLS_SERVER_NAME, ca: v.TEMPORAL_TLS_SERVER_CA_CERT_PATH, cert: v.TEMPORAL_TLS_CLIENT_CERT_PATH, key: v.TEMPORAL_TLS_CLIENT_KEY_PATH };
  return { address: v.TEMPORAL_ADDRESS, namespace: v.TEMPORAL_NAMESPACE, tls: wantsTls ? tls : null, apiKey: v.TEMPORAL_API_KEY, uiUrl: v.TEMPORAL_UI_URL, payloadKey: v.TEMPORAL_PAYLOAD_KEY };
}

function smtpOf(v: SettingValues): SmtpSettings | null {
  if (v.SMTP_HOST === '') return null;
  return { host: v.SMTP_HOST, port: v.SMTP_PORT, user: v.SMTP_USER, password: v.SMTP_PASSWORD, secure: v.SMTP_SECURE ?? v.SMTP_PORT === 465, from: v.SMTP_FROM };
}
