/**
 * Answer of the relay's token endpoint (`POST /oauth2/token`), as Discord's own, with tokens that billing has sealed and
 * that are of use there only.
 */
export interface RelayTokens {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly scope: string;
}

/** What a site learns about the person behind an access token (`GET /users/@me`), under Discord's own names. */
export interface RelayProfile {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly discriminator: string;
  readonly avatar: string | null;
  readonly locale?: string;
  /** Only with the scope `email`. */
  readonly email?: string | null;
  readonly verified?: boolean;
}
