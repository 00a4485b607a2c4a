import { isIP } from 'node:net';
import { list, type Parser } from './parsers.ts';

const ANY_DOMAIN = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/;
/** Names that Express knows for groups of addresses: https://expressjs.com/en/guide/behind-proxies.html */
const NETWORK_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

/** Domains of e-mail addresses, lower-cased, a leading @ allowed: `example.com, example.org`. */
export const domains: Parser<string[]> = (value) => {
  const names = list(value);
  if ('allowed' in names) return names;
  const found = names.value.map((name) => name.toLowerCase().replace(/^@/, ''));
  return found.every((name) => ANY_DOMAIN.test(name)) ? { value: found } : { allowed: 'domains separated by commas, e.g. example.com, example.org' };
};

/** Addresses, networks (`10.0.0.0/8`) and the names loopback, linklocal and uniquelocal, separated by commas. */
export const networks: Parser<string[]> = (value) => {
  const parts = list(value);
  if ('allowed' in parts) return parts;
  return parts.value.every(isNetwork) ? parts : { allowed: `addresses or networks separated by commas, e.g. 10.0.0.0/8, 192.168.1.7, or the names ${NETWORK_NAMES.join(', ')}` };
};

function isNetwork(part: string): boolean {
  if (NETWORK_NAMES.includes(part)) return true;
  const [address = '', bits, ...rest] = part.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** The name of a claim of a token, or a path of names with dots between them: `email`, `user.mail`. */
export const claim: Parser<string> = (value) =>
  /^\S+$/.test(value) && !/^\.|\.$|\.\./.test(value) ? { value } : { allowed: 'the name of a claim without spaces, e.g. email, or a path with dots, e.g. user.email' };

/** Name of an HTTP header, lower-cased (RFC 9110, section 5.1). */
export const headerName: Parser<string> = (value) => (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value) ? { value: value.toLowerCase() } : { allowed: 'the name of an HTTP header, e.g. remote-user' });

/** ARN of an AWS Application Load Balancer; empty becomes null. */
export const optionalBalancerArn: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  const isArn = /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/app\/[A-Za-z0-9-]+\/[0-9a-f]+$/.test(value);
  return isArn ? { value } : { allowed: 'the ARN of an Application Load Balancer, e.g. arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/name/0123456789abcdef' };
};

/** Address of an OpenID Connect issuer; the path of its discovery document is taken off. Empty becomes null. */
export const optionalIssuer: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  const isHttp = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).search === '';
  if (!isHttp) return { allowed: 'the address of an OpenID Connect issuer, e.g. https://login.example.com' };
  return { value: value.replace(/\/+$/, '').replace(/\/\.well-known\/openid-configuration$/, '').replace(/\/+$/, '') };
};
