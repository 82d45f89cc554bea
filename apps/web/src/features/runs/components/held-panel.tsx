import { Button } from '@mantine/core';
import type { RunDto, SettingsDto } from '@pulsetech/contracts';
import { useState } from 'react';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Panel } from '../../../components/panel.js';
import { counted } from '../../../lib/counted.js';
import type { useRunAction } from '../api/use-run-action.js';
import { ApproveDialog } from './approve-dialog.js';
import { StopReasons } from './stop-reasons.js';
import classes from './held-panel.module.css';

interface HeldPanelProps {
  readonly run: RunDto;
  /** Undefined until they are read. */
  readonly settings: SettingsDto | undefined;
  readonly approve: ReturnType<typeof useRunAction>;
  readonly reject: ReturnType<typeof useRunAction>;
}

/** A run that waits for a decision: why, and the two ways on. Keeping everyone comes first. */
export function HeldPanel({ run, settings, approve, reject }: HeldPanelProps) {
  const [asking, setAsking] = useState(false);
  return (
    <Panel title="This run is waiting for you" tone="held">
      <StopReasons run={run} settings={settings} />
      <p>
        Below stands who would lose what, and why. If a mapping or a role in Discord is wrong, mend it first: a later
        run then replaces this one.
      </p>
      <div className={classes['actions']}>
        <Button
          variant="default"
          loading={reject.isPending}
          disabled={approve.isPending}
          onClick={() => {
            approve.reset();
            reject.mutate();
          }}
        >
          Reject: keep everyone
        </Button>
        <Button
          variant="outline"
          color="red"
          disabled={reject.isPending}
          onClick={() => {
            reject.reset();
            approve.reset();
            setAsking(true);
          }}
        >
          {`Approve ${counted(run.removals, 'removal')}…`}
        </Button>
      </div>
      {reject.error === null ? null : <ErrorNotice error={reject.error} title="The run was not rejected" takesFocus />}
      <ApproveDialog
        opened={asking}
        run={run}
        lossPolicy={settings?.lossPolicy}
        approve={approve}
        onClose={() => {
          setAsking(false);
        }}
      />
    </Panel>
  );
}
