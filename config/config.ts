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
  /** 32 bytes in base64, several with commas between them (the first encrypts); null = payloads stay readable. */
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
/** How people sign in. */
export interface AuthSettings {
  /** '' = authentication is off and everybody is `defaultUser`. */
  providerSlug: SettingValues['DISPATCH_AUTHENTICATION_PROVIDER_SLUG'];
  defaultUser: string;
  jwtSecret: string | null;
  jwtAlg: 'HS256' | 'HS384' | 'HS512';
  jwtExpSeconds: number;
  /** null = none was set; tokens of an OpenID Connect provider are then meant for `pkce.clientId`. */
  jwtAudience: string | null;
  /** Claim that holds the e-mail, or a path of claims with dots between them. */
  emailClaim: string;
  registration: { mode: 'open' | 'approval' | 'domains' | 'off'; domains: string[] };
  /** The three addresses and ids are there when `providerSlug` is `dispatch-auth-provider-pkce`; the issuer has no slash at its end. */
  pkce: { jwksUrl: string | null; dontVerifyAtHash: boolean; openIdConnectUrl: string | null; clientId: string | null; useIdToken: boolean };
  /** Lower case. */
  header: { name: string };
  /** `arn` is there when `providerSlug` is `dispatch-auth-provider-aws-alb`. */
  alb: { arn: string | null; emailClaim: string; publicKeyCacheSeconds: number };
}
/** What callers and plugins are held to. */
export interface LimitSettings {
  /** Networks, addresses and host names that plugins may reach although they are private. */
  outboundAllow: string[];
  /** Requests a minute of one caller; 0 = no limit. */
  requestsPerMinute: number;
  /** Bytes of files that one incident may hold. */
  filesPerIncident: number;
}
/** Everything the processes are told from outside; made once by `loadConfig` and passed down. */
export interface Config {
  env: 'production' | 'development' | 'test';
  logLevel: SettingValues['LOG_LEVEL'];
  /** `staticDir` '' = no web is served. */
  server: { host: string; port: number; uiUrl: string; staticDir: string; trustedProxies: string[] };
  worker: { healthPort: number };
  database: DatabaseSettings;
  temporal: TemporalSettings;
  auth: AuthSettings;
  /** 32 bytes in base64, several with commas between them (the first encrypts, all decrypt); null = secrets cannot be saved. */
  encryptionKey: string | null;
  limits: LimitSettings;
  /** Paths or package names of plugins besides the built-in ones. */
  extraPlugins: string[];
  /** null = mail goes to the outbox. */
  smtp: SmtpSettings | null;
  sentryDsn: string | null;
  /** Folder with an executable `mjml`; null = the library in the process. */
  mjmlPath: string | null;
  /** Of ENV_TAGS, for metrics, log lines and error reports. */
  tags: Record<string, string>;
  metrics: MetricSettings;
}
/** Who gets metrics; the providers read their own settings. */
export interface MetricSettings {
  providers: string[];
  host: string;
  /** Port for the metrics of Temporal's SDK; null = none. */
  temporalPort: number | null;
}

/** Arranges parsed settings as the {@link Config} the parts take. */
export function arrange(v: SettingValues, tags: Record<string, string>): Config {
  return {
    env: v.NODE_ENV,
    logLevel: v.LOG_LEVEL,
    server: { host: v.HOST, port: v.PORT, uiUrl: v.DISPATCH_UI_URL ?? ownAddress(v.HOST, v.PORT), staticDir: v.STATIC_DIR, trustedProxies: v.TRUSTED_PROXIES },
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
    auth: authOf(v),
    encryptionKey: v.DISPATCH_ENCRYPTION_KEY,
    limits: { outboundAllow: v.DISPATCH_OUTBOUND_ALLOW, requestsPerMinute: v.DISPATCH_RATE_LIMIT, filesPerIncident: v.DISPATCH_FILE_QUOTA_MB * 1_048_576 },
    extraPlugins: v.DISPATCH_EXTRA_PLUGINS,
    smtp: smtpOf(v),
    sentryDsn: v.SENTRY_DSN,
    mjmlPath: v.MJML_PATH,
    tags,
    metrics: { providers: v.METRIC_PROVIDERS, host: v.METRICS_HOST || v.HOST, temporalPort: v.TEMPORAL_METRICS_PORT },
  };
}

/** Where the server is reached from its own machine; what listens everywhere is reached as localhost. */
function ownAddress(host: string, port: number): string {
  const everywhere = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host);
  const name = everywhere ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}${port === 80 ? '' : `:${port}`}`;
}

function authOf(v: SettingValues): AuthSettings {
  return {
    providerSlug: v.DISPATCH_AUTHENTICATION_PROVIDER_SLUG,
    defaultUser: v.DISPATCH_AUTHENTICATION_DEFAULT_USER,
    jwtSecret: v.DISPATCH_JWT_SECRET,
    jwtAlg: v.DISPATCH_JWT_ALG,
    jwtExpSeconds: v.DISPATCH_JWT_EXP,
    jwtAudience: v.DISPATCH_JWT_AUDIENCE,
    emailClaim: v.DISPATCH_JWT_EMAIL_OVERRIDE,
    registration: { mode: v.DISPATCH_REGISTRATION, domains: v.DISPATCH_REGISTRATION_DOMAINS },
    pkce: {
      jwksUrl: v.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS,
      dontVerifyAtHash: v.DISPATCH_PKCE_DONT_VERIFY_AT_HASH,
      openIdConnectUrl: v.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL,
      clientId: v.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID,
      useIdToken: v.DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN,
    },
    header: { name: v.DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME },
    alb: {
      arn: v.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN,
      emailClaim: v.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM,
      publicKeyCacheSeconds: v.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS,
    },
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
