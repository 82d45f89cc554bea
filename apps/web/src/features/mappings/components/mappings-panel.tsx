import { Empty } from '../../../components/empty.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { useMappings } from '../api/use-mappings.js';
import { healthSentence } from '../mapping-words.js';
import { MappingTable } from './mapping-table.js';

export function MappingsPanel({ mayChange }: { readonly mayChange: boolean }) {
  const mappings = useMappings();
  const { data } = mappings;
  return (
    <Panel
      title="Mappings"
      lead={data === undefined ? 'What each gives, and to how many people.' : healthSentence(data)}
    >
      <QueryView query={mappings} what="the mappings" skeleton={<SkeletonRows rows={4} height={36} />}>
        {(list) =>
          list.length === 0 ? (
            <Empty title="No Discord role is mapped yet">
              <p>
                {mayChange
                  ? 'Choose a Discord role and a course below, then “Add Mapping”.'
                  : 'The site team can add mappings; you see them here then.'}
              </p>
            </Empty>
          ) : (
            <MappingTable mappings={list} mayChange={mayChange} />
          )
        }
      </QueryView>
    </Panel>
  );
}
