import { NumberInput } from '@mantine/core';
import type { NumberSetting } from '../number-settings.js';
import type { SettingFaults, SettingValues } from '../settings-draft.js';
import { SETTING_LABELS } from '../setting-words.js';

interface NumberFieldProps {
  readonly name: NumberSetting;
  readonly description: string;
  readonly suffix?: string;
  readonly values: SettingValues;
  readonly faults: SettingFaults;
  readonly onChange: (change: Partial<SettingValues>) => void;
}

/** A setting that is a whole number; empty while nothing is typed. */
export function NumberField({ name, description, suffix, values, faults, onChange }: NumberFieldProps) {
  return (
    <NumberInput
      label={SETTING_LABELS[name]}
      description={description}
      {...(suffix === undefined ? {} : { suffix })}
      thousandSeparator=","
      allowDecimal={false}
      allowNegative={false}
      value={values[name] ?? ''}
      error={faults[name]}
      onChange={(value) => {
        onChange({ [name]: value === '' ? null : Number(value) });
      }}
    />
  );
}
