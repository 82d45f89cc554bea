import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';
import { onlyForThem, type Message } from './replies.js';

const TIMEOUT_MS = 5_000;
const TRIES = 5;
const LONGEST_WAIT_MS = 10_000;

/** Completes answers that were promised. The interaction's own token is all it takes: the bot's is never sent. */
@Injectable()
export class InteractionReplies {
  private readonly logger = new Logger(InteractionReplies.name);

  constructor(private readonly config: AppConfig) {}

  /** Never throws: nobody else can tell the person. */
  async complete(token: string, message: Message): Promise<void> {
    for (let tried = 1; tried <= TRIES; tried++) {
      const waitMs = await this.send(token, message, tried);
      if (waitMs === null) return;
      if (tried < TRIES) await pause(waitMs);
    }
    this.logger.warn('The answer to a Discord command could not be delivered');
  }

  /** Null when it is delivered, or never will be; otherwise when to try again. */
  private async send(token: string, message: Message, tried: number): Promise<number | null> {
    const soon = 300 * tried;
    try {
      const response = await fetch(this.addressOf(token), {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(onlyForThem(message)),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (response.ok) return null;
      if (response.status === 429) return waitOf(response, soon);
      // 404: Discord may not have read yet that an answer was promised.
      if (response.status === 404 || response.status >= 500) return soon;
      this.logger.warn(`Discord refused the answer to a command with status ${response.status}`);
      return null;
    } catch {
      // The cause would carry the address, and with it the interaction's token.
      return soon;
    }
  }

  private addressOf(token: string): string {
    const base = this.config.DISCORD_API_URL.replace(/\/+$/, '');
    return `${base}/v10/webhooks/${this.config.DISCORD_CLIENT_ID}/${encodeURIComponent(token)}/messages/@original`;
  }
}

function waitOf(response: Response, otherwise: number): number {
  const seconds = Number(response.headers.get('retry-after') ?? '');
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(LONGEST_WAIT_MS, seconds * 1000) : otherwise;
}
