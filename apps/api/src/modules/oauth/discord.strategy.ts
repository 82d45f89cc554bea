import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport';
import type { DiscordIdentity, RelayDiscordStrategy } from './relay-discord.strategy.js';

/** The name under which passport knows the way through Discord. */
export const DISCORD = 'discord';

/** By request: the relay strategy that walks it. */
const walkers = new WeakMap<Request, RelayDiscordStrategy>();

/**
 * The strategy that passport keeps for good. The licence, and with it client and address, may change at any time, so
 * each request is walked by a relay strategy of its own.
 */
@Injectable()
export class DiscordStrategy extends PassportStrategy(Strategy, DISCORD) {
  /** Says which relay strategy is to walk this request. */
  static walk(request: Request, by: RelayDiscordStrategy): void {
    walkers.set(request, by);
  }

  override authenticate(request: Request, options?: unknown): void {
    const walker = walkers.get(request);
    if (!walker) {
      this.error(new Error('The request was not prepared for the way through Discord.'));
      return;
    }
    // Passport gives the five endings to the strategy that it calls; they are handed on to the one that walks.
    const { success, fail, redirect, pass, error } = this;
    walker.authenticate.call(Object.assign(walker, { success, fail, redirect, pass, error }), request, options);
  }

  /** The relay strategy has checked the person already. */
  validate(identity: DiscordIdentity): DiscordIdentity {
    return identity;
  }
}
