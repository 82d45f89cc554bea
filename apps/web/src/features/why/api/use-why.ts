import { useQuery } from '@tanstack/react-query';
import type { WhyDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { queryText } from '../../../lib/query-text.js';

export const whyKey = ['why'] as const;

/** Why a person has a course or not, for the site team. */
export function useWhy(userId: string, courseId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...whyKey, userId, courseId],
    queryFn: ({ signal }) => api.get<WhyDto>(`/sync/why${queryText({ userId, courseId })}`, { signal }),
  });
}
