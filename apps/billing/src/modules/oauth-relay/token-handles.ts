import { Injectable } from '@nestjs/common';
import { SecretBox } from '@pulsetech/server-kit';

/** What a site holds instead of a token of Discord. */
export interface TokenHandle {
  readonly kind: 'access' | 'refresh';
  /** Client id of the licence that it was given to; it is good for nobody else. */
  readonly clientId: string;
  /** Of the row that says that the site holds tokens of this user; gone after a revocation. */
  readonly grantId: number;
  readonly discordUserId: string;
  /** Which of the grant's tokens, counted from its first sign-in; 0 for handles from before this was counted. */
  readonly generation: number;
  /** Discord's own token. */
  readonly token: string;
}

/** Seals Discord's tokens, so that a site can use them here only and only for its own licence. */
@Injectable()
export class TokenHandles {
  constructor(private readonly secrets: SecretBox) {}

  seal(handle: TokenHandle): string {
    return this.secrets.seal(JSON.stringify(handle));
  }

  /** Null for anything that was not sealed here as a handle of this kind. */
  open(sealed: string, kinds: readonly TokenHandle['kind'][]): TokenHandle | null {
    const text = this.opened(sealed);
    if (text === null) return null;
    const sealedHandle = JSON.parse(text) as object;
    const handle: unknown = { generation: 0, ...sealedHandle };
    return isHandle(handle) && kinds.includes(handle.kind) ? handle : null;
  }

  private opened(sealed: string): string | null {
    try {
      const text = this.secrets.open(sealed);
      return text.startsWith('{') ? text : null;
    } catch {
      // Changed, made up, or sealed with a key of long ago: it is no handle, and why does not matter.
      return null;
    }
  }
}

function isHandle(value: unknown): value is TokenHandle {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, clientId, grantId, discordUserId, generation, token } = value as Record<string, unknown>;
  return (
    (kind === 'access' || kind === 'refresh') &&
    typeof clientId === 'string' &&
    typeof grantId === 'number' &&
    typeof discordUserId === 'string' &&
    typeof generation === 'number' &&
    typeof token === 'string'
  );
}
