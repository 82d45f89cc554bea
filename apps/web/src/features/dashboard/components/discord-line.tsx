import type { DashboardDto } from '@pulsetech/contracts';
import { Link } from '@tanstack/react-router';
import { Moment } from '../../../components/moment.js';
import { Notice } from '../../../components/notice.js';
import { PATHS } from '../../../lib/paths.js';

/** Where the person stands with Discord, in one line, or the invitation to link an account. */
export function DiscordLine({ discord }: { readonly discord: DashboardDto['discord'] }) {
  if (discord === null) {
    return (
      <Notice tone="info" title="Do you have roles in our Discord server?">
        <p>Link your Discord account, and the courses that belong to your roles come here by themselves.</p>
        <p>
          <Link to={PATHS.link}>Link your Discord account</Link>
        </p>
      </Notice>
    );
  }
  return (
    <p>
      Discord: <strong>{discord.username ?? 'linked'}</strong>
      {discord.lastSyncedAt === null ? (
        ' · not synced yet'
      ) : (
        <>
          {' · last synced '}
          <Moment atMs={discord.lastSyncedAt * 1000} />
        </>
      )}
      {' · '}
      <Link to={PATHS.link}>what it gives you</Link>
    </p>
  );
}
