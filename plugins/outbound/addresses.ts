import { BlockList, isIP } from 'node:net';

/**
 * Networks that are not the public internet, from the registries of special-purpose addresses
 * (https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry): this host, private, shared, loopback, link-local
 * (clouds answer with credentials there), documentation, benchmarks, multicast, reserved; and IPv6 networks that carry IPv4 addresses inside.
 */
const SPECIAL = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16',
  '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
];

const special = blockListOf(SPECIAL);

/** The networks and addresses of `parts` as one list to check against; what is neither is left out. */
export function blockListOf(parts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const part of parts) {
    const [address = '', bits] = part.split('/');
    const version = isIP(address);
    if (version === 0) continue;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** True when `address` (IPv4 or IPv6 text) is in the list; an IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) counts as itself. */
export function isIn(list: BlockList, address: string): boolean {
  const plain = mappedIpv4(address) ?? address;
  const version = isIP(plain);
  return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

/** True when the address belongs to the public internet. */
export function isPublic(address: string): boolean {
  return isIP(address) !== 0 && !isIn(special, address);
}

/** The address in the brackets and zone that URLs and resolvers put around it. */
export function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '').replace(/%.*$/, '').toLowerCase();
}

// ::ffff:a.b.c.d in any of its spellings; the URL parser writes each of them the same way.
function mappedIpv4(address: string): string | null {
  if (isIP(address) !== 6) return null;
  const url = URL.parse(`http://[${bare(address)}]`);
  const found = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(url?.hostname ?? '');
  if (!found) return null;
  const [high, low] = [Number.parseInt(found[1] ?? '0', 16), Number.parseInt(found[2] ?? '0', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
