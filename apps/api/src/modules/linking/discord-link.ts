/** A linked Discord account, without its tokens. Times are Unix seconds. */
export interface DiscordLink {
  readonly id: number;
  readonly userId: number;
  readonly discordId: string;
  /** As Discord shows it: `john#1234` for accounts with a tag. */
  readonly username: string | null;
  /** The hash of the picture. */
  readonly avatar: string | null;
  readonly lastSyncedAt: number | null;
  readonly linkedAt: number;
  /** Whether tokens are stored; without them Discord must be asked to authorise again before they can be used. */
  readonly hasTokens: boolean;
  /** Whether Discord ended the authorisation that there was, so that the person should authorise again. */
  readonly authorisationEnded: boolean;
}

/** The tokens of a link as they are stored: sealed. `expiresAt` in Unix seconds. */
export interface SealedTokens {
  readonly access: string;
  readonly refresh: string;
  readonly expiresAt: number;
}

/** What is stored of a Discord account besides its id. */
export interface LinkProfile {
  readonly username: string;
  readonly avatar: string | null;
}

export interface NewDiscordLink extends LinkProfile {
  readonly userId: number;
  readonly discordId: string;
  readonly tokens: SealedTokens | null;
}

/** Tokens as the relay hands them out. They are of use at the billing server only. */
export interface DiscordTokens {
  readonly access: string;
  readonly refresh: string;
  readonly expiresInSeconds: number;
}
