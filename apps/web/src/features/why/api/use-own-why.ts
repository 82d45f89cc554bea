import { useQuery } from '@tanstack/react-query';
import type { WhyDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { queryText } from '../../../lib/query-text.js';
import { linkKey } from '../../../lib/query-keys.js';

/** Why one has a course or not, for oneself. Belongs to the link page, so what changes the link reads it anew. */
export function useOwnWhy(courseId: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...linkKey, 'why', courseId],
    queryFn: ({ signal }) => api.get<WhyDto>(`/link/why${queryText({ courseId: String(courseId) })}`, { signal }),
  });
}
