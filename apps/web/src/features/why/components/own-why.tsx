import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { useOwnWhy } from '../api/use-own-why.js';
import { WhyChains } from './why-chains.js';

/** Why one has this course or not. */
export function OwnWhy({ courseId }: { readonly courseId: number }) {
  const why = useOwnWhy(courseId);
  return (
    <QueryView query={why} what="the reason" skeleton={<SkeletonRows rows={2} height={40} />}>
      {(data) => <WhyChains why={data} whom="self" />}
    </QueryView>
  );
}
