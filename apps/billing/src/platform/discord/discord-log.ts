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

  /** Told once; every request of every site waits until somebody acts. */
  botUnauthorized(): void {
    this.logger.error(
      'Discord does not accept the bot token. Nothing is asked of Discord but one request every five minutes, to see ' +
        'whether it is accepted again. Give DISCORD_BOT_TOKEN the current token and start this server anew.',
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
