import { skipToken, useQuery } from '@tanstack/react-query';
import type { WhyDto } from '@pulsetech/contracts';
import { useApi } from '../../../lib/api-context.js';
import { queryText } from '../../../lib/query-text.js';

export const whyKey = ['why'] as const;

/** Why a person has a course or not, for the site team; asks nothing while no course is chosen. */
export function useWhy(userId: string, courseId: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...whyKey, userId, courseId],
    queryFn:
      courseId === undefined
        ? skipToken
        : ({ signal }) => api.get<WhyDto>(`/sync/why${queryText({ userId, courseId })}`, { signal }),
  });
}
