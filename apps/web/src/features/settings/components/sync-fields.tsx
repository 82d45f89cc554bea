import { NativeSelect } from '@mantine/core';
import { BROKEN_MAPPING_POLICIES, HISTORY_DAYS, LOSS_POLICIES, SYNC_INTERVALS } from '@pulsetech/contracts/constants';
import { BROKEN_LABELS, INTERVAL_LABELS, LOSS_LABELS, SETTING_LABELS } from '../setting-words.js';
import { isShown, type SettingFaults, type SettingValues } from '../settings-draft.js';
import { NumberField } from './number-field.js';
import classes from './settings-form.module.css';

interface SyncFieldsProps {
  readonly values: SettingValues;
  readonly faults: SettingFaults;
  readonly onChange: (change: Partial<SettingValues>) => void;
}

/** When everybody is synchronised, what losing a role means, and when a run waits for the site team. */
export function SyncFields({ values, faults, onChange }: SyncFieldsProps) {
  const numbers = { values, faults, onChange };
  return (
    <div className={classes['fields']}>
      <NativeSelect
        label={SETTING_LABELS.syncInterval}
        description="How often the Discord roles of all linked users are compared with their courses. Hourly is recommended."
        data={SYNC_INTERVALS.map((value) => ({ value, label: INTERVAL_LABELS[value] }))}
        value={values.syncInterval}
        error={faults.syncInterval}
        onChange={(event) => {
          const chosen = SYNC_INTERVALS.find((interval) => interval === event.currentTarget.value);
          if (chosen) onChange({ syncInterval: chosen });
        }}
      />
      <NativeSelect
        label={SETTING_LABELS.lossPolicy}
        description="What happens to a course that somebody has because of a Discord role when they lose that role. A suspension keeps grades, groups and submissions; the role coming back ends it."
        data={LOSS_POLICIES.map((value) => ({ value, label: LOSS_LABELS[value] }))}
        value={values.lossPolicy}
        error={faults.lossPolicy}
        onChange={(event) => {
          const chosen = LOSS_POLICIES.find((policy) => policy === event.currentTarget.value);
          if (chosen) onChange({ lossPolicy: chosen });
        }}
      />
      {isShown('graceDays', values) ? (
        <NumberField
          name="graceDays"
          description="After so many days a suspension becomes an unenrolment. 0 means never."
          suffix=" days"
          {...numbers}
        />
      ) : null}
      <NumberField
        name="removalStopCount"
        description="A run waits for your approval when it would take more than so many enrolments and cohort memberships, and more than the share below."
        {...numbers}
      />
      <NumberField
        name="removalStopShare"
        description="Percent of what people have because of Discord, in all or by one mapping. Both limits must be exceeded."
        suffix=" %"
        {...numbers}
      />
      <NativeSelect
        label={SETTING_LABELS.brokenMappings}
        description="What a run does with people who have something by a role that was deleted in Discord."
        data={BROKEN_MAPPING_POLICIES.map((value) => ({ value, label: BROKEN_LABELS[value] }))}
        value={values.brokenMappings}
        error={faults.brokenMappings}
        onChange={(event) => {
          const chosen = BROKEN_MAPPING_POLICIES.find((policy) => policy === event.currentTarget.value);
          if (chosen) onChange({ brokenMappings: chosen });
        }}
      />
      <NumberField
        name="historyDays"
        description={`For how many days you can see and undo runs and see every change, ${String(HISTORY_DAYS.least)} to ${String(HISTORY_DAYS.most)}. Older ones are deleted.`}
        suffix=" days"
        {...numbers}
      />
    </div>
  );
}
