import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscordBotClient, DiscordFailure } from '@pulsetech/discord-client';
import { AppConfig } from '../../platform/config/app-config.js';
import { COMMANDS } from './commands.js';
import { differ } from './registered-commands.js';
import { SignedRequests } from './signed-requests.service.js';

/** Tells Discord which commands there are, where it does not know them so already. */
@Injectable()
export class CommandRegistration implements OnApplicationBootstrap {
  private readonly logger = new Logger(CommandRegistration.name);

  constructor(
    private readonly requests: SignedRequests,
    private readonly discord: DiscordBotClient,
    private readonly config: AppConfig,
  ) {}

  /** Starting does not wait for Discord. */
  onApplicationBootstrap(): void {
    if (this.requests.on) void this.register();
  }

  async register(): Promise<void> {
    const application = this.config.DISCORD_CLIENT_ID;
    try {
      if (!differ(await this.discord.commands(application), COMMANDS)) return;
      await this.discord.replaceCommands(application, COMMANDS);
      this.logger.log('The commands were registered at Discord');
    } catch (error) {
      const reason = error instanceof DiscordFailure ? error.code : 'unexpected';
      this.logger.error(
        `The commands could not be registered at Discord (${reason}); they are tried again at the next start`,
      );
    }
  }
}
