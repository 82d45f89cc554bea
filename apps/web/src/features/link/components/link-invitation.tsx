import type { LinkPageDto } from '@pulsetech/contracts';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { Panel } from '../../../components/panel.js';
import { useStartLinking } from '../api/use-start-linking.js';
import classes from './link-invitation.module.css';

type LinkInvitationProps = Pick<LinkPageDto, 'linking' | 'guildName'> & { readonly invitation: string | undefined };

/** For somebody without a linked account: what linking does, and the way to it. */
export function LinkInvitation({ linking, guildName, invitation }: LinkInvitationProps) {
  const start = useStartLinking();
  return (
    <Panel title="No Discord account is linked">
      <p>
        When you link yours, your roles in {guildName === null ? 'our Discord server' : `“${guildName}”`} give you the
        courses below, and you can sign in with Discord. You can unlink it at any time.
      </p>
      {invitation === undefined ? null : (
        <p>You came here from Discord: the account in which you gave the command is the one that will be linked.</p>
      )}
      {linking.available ? (
        <div>
          <button
            type="button"
            className={classes['button']}
            disabled={start.isPending}
            onClick={() => {
              start.mutate(invitation, {
                onSuccess: ({ url }) => {
                  window.location.assign(url);
                },
              });
            }}
          >
            Link My Discord Account
          </button>
        </div>
      ) : (
        <Notice tone="warn" title="Linking is not possible at present">
          <p>{linking.detail ?? 'Try again later, or ask the site team.'}</p>
        </Notice>
      )}
      {start.error === null ? null : (
        <ErrorNotice error={start.error} title="The linking could not be started" takesFocus />
      )}
    </Panel>
  );
}
