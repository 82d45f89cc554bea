/** `bot`: made for somebody's own bot; `billing`: the billing server's; `login`: given by `/login/token.php`. */
export const TOKEN_KINDS = ['bot', 'billing', 'login'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Whether a token works, or why it does not. */
export const TOKEN_STATES = [
  'active',
  'expired',
  'owner_suspended',
  'owner_unconfirmed',
  'owner_nologin',
  'owner_deleted',
  // Administers the site, and the maker of the token does not.
  'owner_promoted',
] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

/** Most characters of a token's name. */
export const TOKEN_NAME_MAX = 100;

/** Most characters of a token's list of allowed addresses. */
export const TOKEN_ADDRESSES_MAX = 1000;

/** The last moment that a token can be valid until, in Unix seconds: what the database's columns hold. */
export const TOKEN_VALID_UNTIL_MAX = 2_147_483_647;

/** What stands for a token in samples. */
export const TOKEN_PLACEHOLDER = 'YOUR_TOKEN';
