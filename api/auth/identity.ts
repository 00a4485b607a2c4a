/** Who a request says it is, proven by its token but not yet looked up. */
export interface Identity {
  /** `off` = authentication is off and everybody is the default user; `proxy` = a proxy in front said so for this request. */
  via: 'cookie' | 'bearer' | 'api-token' | 'proxy' | 'off';
  accountId: string | null;
  email: string;
  tokenId: string | null;
  /** When the token was issued and ends, ms since 1970; null without a token. */
  issuedAt: number | null;
  expiresAt: number | null;
  /** Set when an API token says who it is: whose it is and what it may. `tokenId` is its id then. */
  apiToken?: { personId: string; scopes: readonly string[] };
  /** Set when an outside provider vouches for the e-mail on this very request; its name for the person, null when it has none. */
  vouched?: { name: string | null };
}
