import * as p from './parsers.ts';
import * as hardening from './parsers-hardening.ts';
import * as identity from './parsers-identity.ts';
import type { Parser } from './parsers.ts';
import { envTags } from './tags.ts';

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
  DISPATCH_UI_URL: product('', p.optionalUrl, "Address under which people reach the web; links in messages begin with it. Empty: the server's own, http://localhost:8000 with another PORT or HOST accordingly."),
  HOST: product('127.0.0.1', p.requiredText('an address'), 'Address that the API listens on; 0.0.0.0 for every network interface.'),
  PORT: product('8000', p.wholeNumber(0, 65_535), 'Port of the API and the web. 0 takes a free one.'),
  STATIC_DIR: product('web/dist', p.webFolder, 'Folder of the built web, relative to the project. Empty: the API serves no web.'),
  TRUSTED_PROXIES: product('', identity.networks, 'Addresses or networks of the proxies in front, comma separated (e.g. 10.0.0.0/8), whose X-Forwarded-For is believed. Empty: none.'),
  DISPATCH_EXTRA_PLUGINS: product('', p.list, 'Plugins besides the built-in ones: absolute paths or package names, comma separated.'),
  DISPATCH_ENCRYPTION_KEY: secret(product('', hardening.optionalKeys, 'Encrypts secrets in the database: 32 bytes in base64 (openssl rand -base64 32). npm start makes one and keeps it in .data. Several are separated by commas: the first encrypts, all decrypt; npx dispatch rotate-keys moves everything to the first. Empty: secrets cannot be saved.')),
  DISPATCH_OUTBOUND_ALLOW: product('', hardening.destinations, 'Where plugins may send requests although it is a private, loopback or link-local address: networks, addresses or host names, comma separated (e.g. 10.20.0.0/16, jira.corp.example, *.corp.example); * for everywhere. Empty: public addresses only.'),
  DISPATCH_RATE_LIMIT: product('1200', p.wholeNumber(0, 1_000_000), 'Requests that one caller may send in a minute; expensive ones have a tenth of it, one address three times as many. 0: no limit.'),
  DISPATCH_FILE_QUOTA_MB: product('500', p.wholeNumber(1, 100_000), 'Megabytes of files that one incident may hold; a single file has at most 25.'),

  DATABASE_HOSTNAME: database('localhost', p.requiredText('a host name'), 'Host of PostgreSQL 14 or newer (tested with 18). When it is not set at all, npm start runs an embedded one.'),
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
  TEMPORAL_PAYLOAD_KEY: secret(temporal('', hardening.optionalKeys, "Encrypts what stands in Temporal's histories: 32 bytes in base64; several are separated by commas, the first encrypts, all decrypt. Administrators still read payloads in Temporal's UI through the codec endpoint. Empty: readable for everybody who reaches Temporal.")),

  DISPATCH_AUTHENTICATION_PROVIDER_SLUG: signIn('dispatch-auth-provider-basic', p.oneOf('dispatch-auth-provider-basic', 'dispatch-auth-provider-pkce', 'dispatch-auth-provider-header', 'dispatch-auth-provider-aws-alb', ''), 'How people sign in: dispatch-auth-provider-basic (e-mail and password), dispatch-auth-provider-pkce (OpenID Connect in the browser), dispatch-auth-provider-header (a proxy in front says who it is), dispatch-auth-provider-aws-alb (an AWS load balancer says so, signed). Empty: authentication is off and everybody is DISPATCH_AUTHENTICATION_DEFAULT_USER.'),
  DISPATCH_AUTHENTICATION_DEFAULT_USER: signIn('dispatch@example.com', p.email, 'Who the caller is while authentication is off.'),
  DISPATCH_JWT_SECRET: secret(signIn('', p.optionalText, 'Signs session tokens; needed by dispatch-auth-provider-basic, at least 32 characters in production. npm start makes one and keeps it in .data.')),
  DISPATCH_JWT_ALG: signIn('HS256', p.oneOf('HS256', 'HS384', 'HS512'), 'Algorithm that signs session tokens; no other is accepted.'),
  DISPATCH_JWT_EXP: signIn('86400', p.wholeNumber(60, 31_536_000), 'Seconds until a session token expires.'),
  DISPATCH_JWT_AUDIENCE: signIn('', p.optionalText, 'Audience that a token of the OpenID Connect provider must be meant for. Empty: the client id.'),
  DISPATCH_JWT_EMAIL_OVERRIDE: signIn('email', identity.claim, 'Claim of the token that holds the e-mail address; a path with dots reaches into objects (user.email).'),
  DISPATCH_REGISTRATION: signIn('approval', p.oneOf('open', 'approval', 'domains', 'off'), 'Who may join: register with dispatch-auth-provider-basic, or come in when another provider signs them in. open (everybody), approval (everybody, once an administrator agrees), domains (addresses of DISPATCH_REGISTRATION_DOMAINS), off (nobody without an invitation).'),
  DISPATCH_REGISTRATION_DOMAINS: signIn('', identity.domains, 'Domains whose addresses may join while DISPATCH_REGISTRATION is domains, comma separated.'),
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS: signIn('', p.optionalUrl, 'Address of the keys of the OpenID Connect provider (jwks_uri); needed by dispatch-auth-provider-pkce.'),
  DISPATCH_PKCE_DONT_VERIFY_AT_HASH: signIn('false', p.onlyTrue, 'true to accept an ID token whose at_hash does not belong to the access token. Do so only where the provider gets it wrong.'),
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: signIn('', identity.optionalIssuer, 'Address of the OpenID Connect issuer, to which the browser goes; needed by dispatch-auth-provider-pkce.'),
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: signIn('', p.optionalText, 'Client id of Dispatch at the OpenID Connect provider (a public client); needed by dispatch-auth-provider-pkce.'),
  DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN: signIn('false', p.onlyTrue, 'true to show the API the ID token instead of the access token; for providers whose access tokens are not JWTs.'),
  DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME: signIn('remote-user', identity.headerName, 'Header in which the proxy says who somebody is (an e-mail address); believed from TRUSTED_PROXIES only.'),
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: signIn('', identity.optionalBalancerArn, 'ARN of the load balancer that signs who somebody is; needed by dispatch-auth-provider-aws-alb.'),
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM: signIn('email', identity.claim, 'Claim of the signed data that holds the e-mail address.'),
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS: signIn('300', p.wholeNumber(0, 86_400), 'Seconds for which a key of the load balancer is kept.'),

  SMTP_HOST: mail('', p.text, 'Host of the SMTP server. Empty: mail is kept in the outbox, where people can read it.'),
  SMTP_PORT: mail('587', p.wholeNumber(1, 65_535), 'Port of the SMTP server.'),
  SMTP_USER: mail('', p.optionalText, 'User at the SMTP server. Empty: none.'),
  SMTP_PASSWORD: secret(mail('', p.optionalText, 'Password at the SMTP server.')),
  SMTP_SECURE: mail('', p.flag, 'true to speak TLS from the first byte. Empty: true on port 465; on others STARTTLS is used when the server offers it.'),
  SMTP_FROM: mail('Dispatch <dispatch@example.com>', p.requiredText('an address, e.g. Dispatch <dispatch@example.com>'), 'Sender of every mail.'),
  MJML_PATH: mail('', p.optionalMjmlFolder, 'Folder with an executable mjml that makes the HTML of mails. Empty: the packaged library does, inside the process.'),

  NODE_ENV: operation('production', p.oneOf('production', 'development', 'test'), 'production refuses weak secrets.'),
  LOG_LEVEL: operation('WARNING', p.logLevel, 'Least important log lines that are written: CRITICAL, ERROR, WARNING, INFO or DEBUG. They are JSON on standard output. npm start --verbose takes INFO.'),
  WORKER_HEALTH_PORT: operation('8001', p.wholeNumber(0, 65_535), 'Port on which a worker answers /healthz and /readyz. 0 takes a free one.'),
  SENTRY_DSN: secret(operation('', p.optionalDsn, 'Errors of API, worker and web are reported there, without personal data or texts; browsers get its public part too. Empty: nothing is reported.')),
  ENV_TAGS: operation('', envTags, 'tag:VARIABLE pairs, comma separated: foo:bar,baz:blah makes the tags foo and baz with the values of the environment variables bar and blah. They are attached to metrics, log lines and error reports.'),
  SECRET_PROVIDER: operation('', p.optionalProvider, 'Who reveals the secrets among these settings: kms-secret (AWS KMS; the values are base64 ciphertext, region and credentials as the AWS SDK finds them), metatron-secret (the command metatron), or the id of a plugin of DISPATCH_EXTRA_PLUGINS. Empty or none: they are plain text. See docs/operations.md.'),
  METRIC_PROVIDERS: operation('', p.providerList, 'Who gets key system metrics, comma separated: prometheus (answers /metrics on a port of its own), statsd, or ids of plugins of DISPATCH_EXTRA_PLUGINS. Empty: nobody. See docs/operations.md.'),
  METRICS_HOST: operation('', p.text, 'Address that prometheus listens on. Empty: that of HOST.'),
  METRICS_PORT: operation('9464', p.wholeNumber(0, 65_535), 'Port on which prometheus finds the metrics of an API. 0 takes a free one.'),
  WORKER_METRICS_PORT: operation('9465', p.wholeNumber(0, 65_535), 'Port on which prometheus finds the metrics of a worker. 0 takes a free one.'),
  TEMPORAL_METRICS_PORT: operation('9466', p.optionalPort, "Port on which prometheus finds the metrics of a worker's Temporal SDK (polling, latencies of workflow tasks). Empty: none."),
  STATSD_HOST: operation('localhost', p.requiredText('a host name'), 'Host of statsd.'),
  STATSD_PORT: operation('8125', p.wholeNumber(1, 65_535), 'UDP port of statsd.'),
  STATSD_PREFIX: operation('dispatch.', p.text, 'What the names of metrics begin with at statsd.'),

  DISPATCH_DATA: start('.data', p.requiredText('a folder'), 'Folder in which npm start keeps the embedded databases, logs and generated secrets.'),
  EMBEDDED_POSTGRES_PORT: start('54329', p.wholeNumber(1, 65_535), 'Port of the embedded PostgreSQL.'),
  EMBEDDED_TEMPORAL_PORT: start('7233', p.wholeNumber(1, 65_535), 'Port of the Temporal development server.'),
  EMBEDDED_TEMPORAL_UI_PORT: start('8233', p.wholeNumber(1, 65_535), "Port of the development server's web UI."),
} as const satisfies Record<string, Setting<unknown>>;

/** Key of a setting: the name of its environment variable. */
export type SettingKey = keyof typeof SETTINGS;
/** Value of each setting once it is parsed. */
export type SettingValues = { [K in SettingKey]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never };
