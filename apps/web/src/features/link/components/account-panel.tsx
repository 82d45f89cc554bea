import { Button } from '@mantine/core';
import type { LinkedAccount, LinkPageDto } from '@pulsetech/contracts';
import { useId, useState } from 'react';
import { Moment } from '../../../components/moment.js';
import { calendarDay, exactTime } from '../../../lib/time.js';
import type { useSyncNow } from '../api/use-sync-now.js';
import type { useUnlink } from '../api/use-unlink.js';
import { Avatar } from './avatar.js';
import { SyncResult } from './sync-result.js';
import { UnlinkDialog } from './unlink-dialog.js';
import classes from './account-panel.module.css';

interface AccountPanelProps {
  readonly account: LinkedAccount;
  readonly unlinking: LinkPageDto['unlinking'];
  readonly effect: LinkPageDto['unlinkEffect'];
  readonly sync: ReturnType<typeof useSyncNow>;
  readonly unlink: ReturnType<typeof useUnlink>;
}

/** The linked account with what can be done with it. */
export function AccountPanel({ account, unlinking, effect, sync, unlink }: AccountPanelProps) {
  const [asking, setAsking] = useState(false);
  const obstacle = useId();
  const linkedAt = account.linkedAt * 1000;
  return (
    <section className={classes['panel']} aria-label="Linked account">
      <div className={classes['account']}>
        <Avatar url={account.avatarUrl} name={account.username} />
        <div className={classes['who']}>
          <h2>{account.username}</h2>
          <p className={classes['since']}>
            {'linked '}
            <time dateTime={new Date(linkedAt).toISOString()} title={exactTime(linkedAt)}>
              {calendarDay(linkedAt)}
            </time>
            {' · '}
            {account.lastSyncedAt === null ? (
              'not synced yet'
            ) : (
              <>
                {'last synced '}
                <Moment atMs={account.lastSyncedAt * 1000} />
              </>
            )}
          </p>
        </div>
        <div className={classes['actions']}>
          <Button
            loading={sync.isPending}
            onClick={() => {
              sync.mutate();
            }}
          >
            Sync Now
          </Button>
          {/* Not `disabled`: the button stays in reach of the keyboard, so that its reason is read out. */}
          <Button
            variant="default"
            aria-disabled={!unlinking.available}
            data-disabled={unlinking.available ? undefined : true}
            aria-describedby={unlinking.available ? undefined : obstacle}
            onClick={() => {
              if (!unlinking.available) return;
              unlink.reset();
              setAsking(true);
            }}
          >
            Unlink Account
          </Button>
        </div>
      </div>
      {unlinking.available ? null : (
        <p id={obstacle} className={classes['since']}>
          {unlinking.detail}
        </p>
      )}
      <SyncResult sync={sync} />
      <UnlinkDialog
        opened={asking}
        username={account.username}
        effect={effect}
        unlink={unlink}
        onClose={() => {
          setAsking(false);
        }}
      />
    </section>
  );
}
