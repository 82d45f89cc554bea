import type { RunDto, SettingsDto } from '@pulsetech/contracts';
import { Panel } from '../../../components/panel.js';
import { StopReasons } from './stop-reasons.js';

interface DryStopPanelProps {
  readonly run: RunDto;
  readonly settings: SettingsDto | undefined;
}

/** A real run would wait for a decision: which limits it would exceed. */
export function DryStopPanel({ run, settings }: DryStopPanelProps) {
  return (
    <Panel title="A real run would wait for you">
      {/* The reason stands at the top of the page already. */}
      <StopReasons run={{ ...run, reason: null }} settings={settings} />
    </Panel>
  );
}
