/** Who a request says it is, proven by its token but not yet looked up. */
export interface Identity {
  /** `off` = authentication is off and everybody is the default user. */
  via: 'cookie' | 'bearer' | 'off';
  accountId: string | null;
  email: string;
  tokenId: string | null;
  /** When the token was issued and ends, ms since 1970; null without a token. */
  issuedAt: number | null;
  expiresAt: number | null;
}
