import { Logger } from '@nestjs/common';
import type { DiscordFailure, DiscordOAuthFailure } from '@pulsetech/discord-client';

/** Says in the log what Discord did not do, without anything of what was sent. */
export class DiscordLog {
  private readonly logger = new Logger('Discord');

  botFailed(failure: DiscordFailure, route: string, guildId: string | null): void {
    const { code, status, retryAfterMs } = failure;
    this.logger.warn(
      { discord: { reason: code, status, retryAfterMs, guildId } },
      `${route}: ${explained(code, status)}`,
    );
  }

  oauthFailed(failure: DiscordOAuthFailure, path: string): void {
    const { code, status, retryAfterMs } = failure;
    const details = { discord: { reason: code, status, retryAfterMs } };
    // A wrong client id or secret stops every sign-in until somebody corrects it.
    if (code === 'invalid_client') this.logger.error(details, `${path}: ${explained(code, status)}`);
    else this.logger.warn(details, `${path}: ${explained(code, status)}`);
  }
}

function explained(code: string, status: number | undefined): string {
  return status === undefined ? code : `${code} (${status})`;
}
