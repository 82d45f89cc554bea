import type { SessionUser } from '@pulsetech/contracts';

declare module 'express-session' {
  interface SessionData {
    /** Who is signed in; absent while nobody is. */
    userId?: number;
    /** What a page of this session must send along to change something. */
    csrfToken?: string;
  }
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to extend Express' own request type
  namespace Express {
    interface Request {
      /** Set by AccessGuard before the route runs; null when nobody is signed in. */
      currentUser?: SessionUser | null;
    }
  }
}

export const SESSION_COOKIE = 'PulseSession';

const HOUR = 3600;

/** Without a request for so long, a session ends. */
export const IDLE_SECONDS = 8 * HOUR;

/** The same while nobody is signed in. */
export const ANONYMOUS_IDLE_SECONDS = HOUR / 2;

/** So long after the sign-in, a session ends in any case. */
export const ABSOLUTE_SECONDS = 7 * 24 * HOUR;

/** How stale the time of the last request may be in the table, so that not every request writes. */
export const TOUCH_SECONDS = 60;
