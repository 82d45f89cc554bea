import { Button } from '@mantine/core';
import type { SettingsDto } from '@pulsetech/contracts';
import { Notice } from '../../../components/notice.js';
import { SETTING_LABELS, settingValue } from '../setting-words.js';
import { differing, valuesOf, type SettingsDraft } from '../settings-draft.js';

interface StaleNoticeProps {
  readonly stored: SettingsDto;
  readonly draft: SettingsDraft;
  readonly onDrop: () => void;
}

/** Somebody else has saved meanwhile: what they stored, what is typed here, and the choice between the two. */
export function StaleNotice({ stored, draft, onDrop }: StaleNoticeProps) {
  const names = differing(stored, draft);
  const mine = valuesOf(stored, draft);
  return (
    <Notice tone="warn" title="Somebody else saved these settings meanwhile" role="alert" takesFocus>
      <p>Nothing was saved now. What you changed is still here; where only they changed something, you see theirs.</p>
      {names.length === 0 ? null : (
        <ul>
          {names.map((name) => (
            <li key={name}>
              {SETTING_LABELS[name]}: stored is “{settingValue(stored, name)}”, yours is “{settingValue(mine, name)}”.
            </li>
          ))}
        </ul>
      )}
      <p>Choose “Save” again to save yours, or go back to what is stored.</p>
      <div>
        <Button variant="default" size="xs" onClick={onDrop}>
          Use the stored settings
        </Button>
      </div>
    </Notice>
  );
}
