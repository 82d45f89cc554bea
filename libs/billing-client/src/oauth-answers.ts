/** Answer of the relay's token endpoint. The tokens are sealed by billing and of use there only. */
export interface RelayTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
}

/** The Discord user behind an access token, as Discord's `/users/@me` tells it. */
export interface RelayProfile {
  readonly id: string;
  readonly username: string;
  readonly discriminator?: string | null;
  readonly global_name?: string | null;
  readonly avatar?: string | null;
  readonly email?: string | null;
  readonly verified?: boolean;
}
