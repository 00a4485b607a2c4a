import { BlockList, isIP } from 'node:net';

// The names that TRUSTED_PROXIES takes besides addresses, as Express's `trust proxy` has them.
const NAMED: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

function add(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
}

/** Tells whether the peer of a socket is one of the trusted proxies (addresses, networks, or the names loopback, linklocal, uniquelocal). IPv4 addresses in their IPv6 form count as what they are. */
export function trustedPeers(entries: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const entry of entries.flatMap((one) => NAMED[one] ?? [one])) add(list, entry);
  return (address) => {
    // A link-local peer carries its zone: fe80::1%eth0.
    const plain = address?.split('%')[0] ?? '';
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}
