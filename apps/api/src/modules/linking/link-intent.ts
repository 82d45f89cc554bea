import type { Clock } from '@pulsetech/server-kit';
import type { Request } from 'express';
import '../accounts/session-data.js';

/** How long the way to Discord and back may take, in seconds. */
export const OAUTH_FLOW_SECONDS = 600;

declare module 'express-session' {
  interface SessionData {
    /** Set by the linking page: the next way to Discord is for linking, and for this user only. */
    discordLink?: { readonly userId: number; readonly at: number };
  }
}

/** Remembers that the user wants to link. Only a request that proved its session's token may do so. */
export function rememberLinkIntent(request: Request, userId: number, clock: Clock): void {
  request.session.discordLink = { userId, at: clock.nowSeconds() };
}

/** Whether the user asked to link in the last ten minutes; counts once. */
export function takeLinkIntent(request: Request, userId: number, clock: Clock): boolean {
  const asked = request.session.discordLink;
  delete request.session.discordLink;
  return asked?.userId === userId && clock.nowSeconds() - asked.at <= OAUTH_FLOW_SECONDS;
}
