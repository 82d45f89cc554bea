import { Page } from '../../components/page.js';
import { QueryView } from '../../components/query-view.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { useWebserviceReference } from '../../features/webservice-reference/api/use-webservice-reference.js';
import { ReferenceView } from '../../features/webservice-reference/components/reference-view.js';

/** For everybody, signed in or not: it tells what can be called, nothing of anybody. */
export function WebserviceReferencePage() {
  const reference = useWebserviceReference();
  return (
    <Page title="Web service" lead="For authors of bots: what you send to this site, and what comes back." wide>
      <QueryView query={reference} what="the functions" skeleton={<SkeletonRows rows={3} height={260} />}>
        {(data) => <ReferenceView reference={data} />}
      </QueryView>
    </Page>
  );
}
