import type { SessionUser } from '@pulsetech/contracts';
import { useSession } from '../../features/session/api/use-session.js';

/** The user of a page below `SignedIn`; null for the moment in which the session ends and the page goes away. */
export function useSignedInUser(): SessionUser | null {
  return useSession().data?.user ?? null;
}
