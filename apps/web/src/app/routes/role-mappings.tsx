import { Forbidden } from '../../components/forbidden.js';
import { Page } from '../../components/page.js';
import { AddMappingPanel } from '../../features/mappings/components/add-mapping-panel.js';
import { MappingsPanel } from '../../features/mappings/components/mappings-panel.js';
import { canManage, canSeeMappings } from '../../features/session/access.js';
import { INTEGRATION } from '../../lib/paths.js';
import { useSignedInUser } from './use-signed-in-user.js';

export function RoleMappingsPage() {
  const user = useSignedInUser();
  if (user === null) return null;
  const mayChange = canManage(user);
  return (
    <Page
      title="Role mappings"
      lead="Which Discord role gives which course, role and cohort."
      within={INTEGRATION}
      wide
    >
      {canSeeMappings(user) ? (
        <>
          <MappingsPanel mayChange={mayChange} />
          {mayChange ? <AddMappingPanel userId={user.id} /> : null}
        </>
      ) : (
        <Forbidden />
      )}
    </Page>
  );
}
