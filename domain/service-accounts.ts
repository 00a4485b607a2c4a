/** Domain of the addresses that service accounts are told apart by; `.invalid` never receives mail (RFC 2606). */
const SERVICE_DOMAIN = 'service.invalid';

/** The address that stands for a service account: its name in small letters, digits and dashes, with `suffix` to make it unique. */
export function serviceAddress(name: string, suffix: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return `${plain === '' ? 'service' : plain.slice(0, 40)}-${suffix}@${SERVICE_DOMAIN}`;
}

/** True for the address of a service account: nobody reads mail there and nobody can sign in with it. */
export function isServiceAddress(email: string): boolean {
  return email.toLowerCase().endsWith(`@${SERVICE_DOMAIN}`);
}
