import { Checkbox, NativeSelect } from '@mantine/core';
import { WEBSERVICE_DEBUG_MODES, WEBSERVICE_LOG_DAYS } from '@pulsetech/contracts/constants';
import { DEBUG_LABELS, SETTING_LABELS } from '../setting-words.js';
import type { SettingFaults, SettingValues } from '../settings-draft.js';
import { NumberField } from './number-field.js';
import classes from './settings-form.module.css';

interface WebserviceFieldsProps {
  readonly values: SettingValues;
  readonly faults: SettingFaults;
  readonly onChange: (change: Partial<SettingValues>) => void;
}

/** How the web service for Discord bots answers, and how long its calls are remembered. */
export function WebserviceFields({ values, faults, onChange }: WebserviceFieldsProps) {
  return (
    <div className={classes['fields']}>
      <Checkbox
        label={SETTING_LABELS.webserviceEnabled}
        description="Answers Discord bots. While it is off, bots and the billing server’s pushes are refused; the scheduled synchronisation goes on."
        checked={values.webserviceEnabled}
        onChange={(event) => {
          onChange({ webserviceEnabled: event.currentTarget.checked });
        }}
      />
      <NativeSelect
        label={SETTING_LABELS.webserviceDebug}
        description="Shows callers what is meant for developers; may quote what was sent. Switch it off again when you are done."
        data={WEBSERVICE_DEBUG_MODES.map((value) => ({ value, label: DEBUG_LABELS[value] }))}
        value={values.webserviceDebug}
        onChange={(event) => {
          const chosen = WEBSERVICE_DEBUG_MODES.find((mode) => mode === event.currentTarget.value);
          if (chosen) onChange({ webserviceDebug: chosen });
        }}
      />
      <NumberField
        name="webserviceLogDays"
        description={`For how many days you can see who called what, ${String(WEBSERVICE_LOG_DAYS.least)} to ${String(WEBSERVICE_LOG_DAYS.most)}. Older entries are deleted.`}
        suffix=" days"
        values={values}
        faults={faults}
        onChange={onChange}
      />
    </div>
  );
}
