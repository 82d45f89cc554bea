import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../lib/api-context.js';
import { sessionQuery } from './session-query.js';

/** Who looks at the page, and what the site offers them. */
export function useSession() {
  return useQuery(sessionQuery(useApi()));
}
