import type { Clock } from '@pulsetech/server-kit';
import type { Request } from 'express';
import '../accounts/session-data.js';

/** How long the way to Discord and back may take, in seconds. */
export const OAUTH_FLOW_SECONDS = 600;

declare module 'express-session' {
  interface SessionData {
    /** Set by the linking page: the next way to Discord is for linking, and for this user only. */
    discordLink?: { readonly userId: number; readonly at: number };
    /** Set with it where an invitation of the bot was used: only this Discord account may be linked then. */
    discordInvited?: { readonly userId: number; readonly discordId: string };
  }
}

/**
 * Remembers that the user wants to link. Only a request that proved its session's token may do so. `discordId`: the only
 * account that will do; null for any.
 */
export function rememberLinkIntent(request: Request, userId: number, clock: Clock, discordId: string | null): void {
  request.session.discordLink = { userId, at: clock.nowSeconds() };
  if (discordId === null) delete request.session.discordInvited;
  else request.session.discordInvited = { userId, discordId };
}

/** Whether the user may link this Discord account, as far as an invitation says; the invitation counts once. */
export function takeInvitation(request: Request, userId: number, discordId: string): boolean {
  const invited = request.session.discordInvited;
  delete request.session.discordInvited;
  return invited?.userId !== userId || invited.discordId === discordId;
}

/** Whether the user asked to link in the last ten minutes; counts once. */
export function takeLinkIntent(request: Request, userId: number, clock: Clock): boolean {
  const asked = request.session.discordLink;
  delete request.session.discordLink;
  return asked?.userId === userId && clock.nowSeconds() - asked.at <= OAUTH_FLOW_SECONDS;
}
