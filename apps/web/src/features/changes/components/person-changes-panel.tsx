import { Link } from '@tanstack/react-router';
import { Panel } from '../../../components/panel.js';
import { PATHS } from '../../../lib/paths.js';
import type { useChanges } from '../api/use-changes.js';
import { ChangesList } from './changes-list.js';
import { CsvLink } from './csv-link.js';

interface PersonChangesPanelProps {
  readonly userId: string;
  readonly changes: ReturnType<typeof useChanges>;
}

/** What was changed for one person, whatever made it happen. */
export function PersonChangesPanel({ userId, changes }: PersonChangesPanelProps) {
  const isEmpty = changes.data?.pages[0]?.items.length === 0;
  return (
    <Panel
      title="Last changes"
      lead={
        <>
          What was given and taken because of Discord.{' '}
          <Link to={PATHS.activity} search={{ tab: 'changes', userid: userId }}>
            Filter these changes
          </Link>
        </>
      }
      actions={isEmpty ? null : <CsvLink filter={{ userid: userId }} />}
    >
      <ChangesList
        changes={changes}
        of="person"
        none={{
          title: 'Nothing was changed for this person',
          sentence: 'No role in Discord has given them anything in the time for which changes are kept.',
        }}
      />
    </Panel>
  );
}
