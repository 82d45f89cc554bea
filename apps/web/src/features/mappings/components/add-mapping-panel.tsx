import { Button } from '@mantine/core';
import type { DiscordRoleDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { useDraft } from '../../../lib/drafts.js';
import { useMappingOptions } from '../api/use-mapping-options.js';
import { useRefreshDiscordRoles } from '../api/use-refresh-discord-roles.js';
import { EMPTY_MAPPING } from '../mapping-draft.js';
import { AddMappingForm } from './add-mapping-form.js';
import { CreateRoleDialog } from './create-role-dialog.js';

/** Everything that makes new mappings. */
export function AddMappingPanel({ userId }: { readonly userId: number }) {
  const options = useMappingOptions();
  const refresh = useRefreshDiscordRoles();
  const [draft, setDraft, forgetDraft] = useDraft(`mapping:${String(userId)}`, EMPTY_MAPPING);
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<DiscordRoleDto | null>(null);

  return (
    <Panel
      title="Add a mapping"
      lead="Whoever has the Discord role is enrolled in the course with the role you choose, and added to the cohort."
      actions={
        <>
          <Button
            variant="default"
            size="xs"
            loading={refresh.isPending}
            onClick={() => {
              refresh.mutate();
            }}
          >
            Refresh roles
          </Button>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              setCreating(true);
            }}
          >
            Create New Discord Role
          </Button>
        </>
      }
    >
      {refresh.error === null ? null : (
        <ErrorNotice error={refresh.error} title="The roles could not be read from Discord" />
      )}
      {created === null ? null : (
        <Notice tone="ok" title={`“${created.name}” was created in your Discord server`} role="status">
          <p>It is chosen below. Nobody has it yet: give it to people in Discord.</p>
        </Notice>
      )}
      <QueryView query={options} what="roles, courses and cohorts" skeleton={<SkeletonRows rows={2} height={60} />}>
        {(data) => (
          <>
            {data.discordRolesProblem === null ? null : (
              <Notice tone="warn" title="The Discord roles may not be up to date">
                <p>{data.discordRolesProblem}</p>
              </Notice>
            )}
            <AddMappingForm
              options={data}
              draft={draft}
              onChange={setDraft}
              onAdded={() => {
                setDraft(EMPTY_MAPPING);
                setCreated(null);
                forgetDraft();
              }}
            />
          </>
        )}
      </QueryView>
      <CreateRoleDialog
        opened={creating}
        onClose={() => {
          setCreating(false);
        }}
        onCreated={(role) => {
          setCreating(false);
          setCreated(role);
          setDraft({ ...draft, discordRoleId: role.id, missing: {} });
        }}
      />
    </Panel>
  );
}
