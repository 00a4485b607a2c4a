/** Who may register by themselves: everybody, everybody with an administrator's approval, addresses of some domains, nobody. */
export const REGISTRATION_MODES = ['open', 'approval', 'domains', 'off'] as const;

/** How an installation treats newcomers; `domains` in lower case without `@`, used by the mode of that name only. */
export interface RegistrationPolicy {
  mode: (typeof REGISTRATION_MODES)[number];
  domains: readonly string[];
}

/** What the policy says about an address whose owner has proven that it is theirs: let in, wait for an administrator, or refused because registration is off or the domain is another. */
export function verdictFor({ mode, domains }: RegistrationPolicy, email: string): 'member' | 'pending' | 'closed' | 'domain' {
  if (mode === 'off') return 'closed';
  if (mode === 'open') return 'member';
  if (mode === 'approval') return 'pending';
  // Sub-domains are other people's to give out, so only the domain itself counts.
  return domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase()) ? 'member' : 'domain';
}
