import * as p from './parsers.ts';
import type { Parser } from './parsers.ts';

/** One setting. Its key is the environment variable; `group` is its heading in the documentation. */
export interface Setting<T> {
  group: string;
  default: string;
  /** Whole sentences; says what an empty value means where that is allowed. */
  description: string;
  /** Secrets are never printed, not even when they are wrong. */
  secret: boolean;
  parse: Parser<T>;
}


type MakeSetting = <T>(fallback: string, parse: Parser<T>, description: string) => Setting<T>;

/** Settings under one heading of the documentation. */
function under(group: string): MakeSetting {
  return (fallback, parse, description) => ({ group, default: fallback, description, secret: false, parse });
}
function secret<T>(setting: Setting<T>): Setting<T> {
  return { ...setting, secret: true };
}

const product = under('Product');
const database = under('Database');
const temporal = under('Temporal');
const signIn = under('Sign-in');
const mail = under('E-mail');
const operation = under('Operation');
const start = under('npm start');

/** Every setting there is; a new one is one line here and a field in `config.ts`. */
export const SETTINGS = {
  DISPATCH_UI_URL: product('http://localhost:8000', p.url, 'Address under which people reach the web; links in messages begin with it.'),
  HOST: product('127.0.0.1', p.requiredText('an address'), 'Address that the API listens on; 0.0.0.0 for every network interface.'),
  PORT: product('8000', p.wholeNumber(0, 65_535), 'Port of the API and the web. 0 takes a free one.'),
  STATIC_DIR: product('web/dist', p.requiredText('a folder'), 'Folder of the built web, relative to the project.'),
  TRUSTED_PROXIES: product('', p.list, 'Addresses or networks of the proxies in front, comma separated (e.g. 10.0.0.0/8), whose X-Forwarded-For is believed. Empty: none.'),
  DISPATCH_EXTRA_PLUGINS: product('', p.list, 'Plugins besides the built-in ones: absolute paths or package names, comma separated.'),
  DISPATCH_ENCRYPTION_KEY: secret(product('', p.optionalKey, 'Encrypts plugin secrets in the database: 32 bytes in base64 (openssl rand -base64 32). npm start makes one and keeps it in .data. Empty: plugin secrets cannot be saved.')),

  DATABASE_HOSTNAME: database('localhost', p.requiredText('a host name'), 'Host of PostgreSQL 14 or newer. When it is not set at all, npm start runs an embedded one.'),
  DATABASE_PORT: database('5432', p.wholeNumber(1, 65_535), 'Port of PostgreSQL.'),
  DATABASE_NAME: database('dispatch', p.requiredText('the name of a database'), 'Name of the database; it is created when it is missing and the user may do so.'),
  DATABASE_CREDENTIALS: secret(database('postgres:', p.credentials, 'user:password. Everything after the first colon is the password as it is; nothing needs escaping.')),
  DATABASE_SSL: database('disable', p.oneOf('disable', 'require', 'verify'), 'disable: no encryption; require: encrypted, certificate not checked; verify: encrypted and the certificate must be trusted.'),
  DATABASE_SSL_CA: database('', p.optionalPem, 'PEM file of the authority that DATABASE_SSL=verify trusts. Empty: those of the system.'),
  DATABASE_POOL_SIZE: database('10', p.wholeNumber(1, 500), 'Connections that each process holds at most.'),

  TEMPORAL_ADDRESS: temporal('localhost:7233', p.hostAndPort, 'host:port of the Temporal server. When it is not set at all, npm start runs a development server.'),
  TEMPORAL_NAMESPACE: temporal('default', p.requiredText('the name of a namespace'), 'Temporal namespace.'),
  TEMPORAL_UI_URL: temporal('', p.optionalUrl, "Address of Temporal's web UI, for links from incidents to their workflows. Empty: no links."),
  TEMPORAL_API_KEY: secret(temporal('', p.optionalText, 'API key (Temporal Cloud); turns TLS on.')),
  TEMPORAL_TLS: temporal('', p.flag, 'true to speak TLS. Empty: true when an API key or a certificate is set.'),
  TEMPORAL_TLS_SERVER_NAME: temporal('', p.optionalText, 'Name that the certificate of the Temporal server must carry. Empty: the host of TEMPORAL_ADDRESS.'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: temporal('', p.optionalPem, 'PEM file of the authority that signed the certificate of the Temporal server. Empty: those of the system.'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: temporal('', p.optionalPem, 'PEM file of our certificate for mutual TLS.'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: secret(temporal('', p.optionalPem, 'PEM file of the private key for mutual TLS.')),
  TEMPORAL_PAYLOAD_KEY: secret(temporal('', p.optionalKey, "Encrypts what stands in Temporal's histories: 32 bytes in base64. Empty: readable, so that platform engineers can read histories.")),

  DISPATCH_AUTHENTICATION_PROVIDER_SLUG: signIn('dispatch-auth-provider-basic', p.oneOf('dispatch-auth-provider-basic', ''), 'How people sign in: dispatch-auth-provider-basic (e-mail and password). Empty: authentication is off and everybody is DISPATCH_AUTHENTICATION_DEFAULT_USER.'),
  DISPATCH_AUTHENTICATION_DEFAULT_USER: signIn('dispatch@example.com', p.email, 'Who the caller is while authentication is off.'),
  DISPATCH_JWT_SECRET: secret(signIn('', p.optionalText, 'Signs session tokens; needed by dispatch-auth-provider-basic, at least 32 characters in production. npm start makes one and keeps it in .data.')),
  DISPATCH_JWT_EXP: signIn('86400', p.wholeNumber(60, 31_536_000), 'Seconds until a session token expires.'),

  SMTP_HOST: mail('', p.text, 'Host of the SMTP server. Empty: mail is kept in the outbox, where people can read it.'),
  SMTP_PORT: mail('587', p.wholeNumber(1, 65_535), 'Port of the SMTP server.'),
  SMTP_USER: mail('', p.optionalText, 'User at the SMTP server. Empty: none.'),
  SMTP_PASSWORD: secret(mail('', p.optionalText, 'Password at the SMTP server.')),
  SMTP_SECURE: mail('', p.flag, 'true to speak TLS from the first byte. Empty: true on port 465; on others STARTTLS is used when the server offers it.'),
  SMTP_FROM: mail('Dispatch <dispatch@example.com>', p.requiredText('an address, e.g. Dispatch <dispatch@example.com>'), 'Sender of every mail.'),
  MJML_PATH: mail('', p.optionalText, 'Folder of MJML templates that replace the built-in ones of the same file name. Empty: the built-in ones.'),

  NODE_ENV: operation('production', p.oneOf('production', 'development', 'test'), 'production refuses weak secrets.'),
  LOG_LEVEL: operation('info', p.logLevel, 'Least important log lines that are written; they are JSON on standard output.'),
  WORKER_HEALTH_PORT: operation('8001', p.wholeNumber(0, 65_535), 'Port on which a worker answers /healthz and /readyz. 0 takes a free one.'),
  SENTRY_DSN: secret(operation('', p.optionalUrl, 'Errors are reported there, without personal data. Empty: nothing is reported.')),

  DISPATCH_DATA: start('.data', p.requiredText('a folder'), 'Folder in which npm start keeps the embedded databases, logs and generated secrets.'),
  EMBEDDED_POSTGRES_PORT: start('54329', p.wholeNumber(1, 65_535), 'Port of the embedded PostgreSQL.'),
  EMBEDDED_TEMPORAL_PORT: start('7233', p.wholeNumber(1, 65_535), 'Port of the Temporal development server.'),
  EMBEDDED_TEMPORAL_UI_PORT: start('8233', p.wholeNumber(1, 65_535), "Port of the development server's web UI."),
} as const satisfies Record<string, Setting<unknown>>;

/** Key of a setting: the name of its environment variable. */
export type SettingKey = keyof typeof SETTINGS;
/** Value of each setting once it is parsed. */
export type SettingValues = { [K in SettingKey]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never };
