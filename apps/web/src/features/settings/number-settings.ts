import {
  GRACE_DAYS,
  GRACE_DAYS_MESSAGE,
  HISTORY_DAYS,
  HISTORY_DAYS_MESSAGE,
  REMOVAL_STOP_COUNT,
  REMOVAL_STOP_COUNT_MESSAGE,
  REMOVAL_STOP_SHARE,
  REMOVAL_STOP_SHARE_MESSAGE,
  WEBSERVICE_LOG_DAYS,
  WEBSERVICE_LOG_DAYS_MESSAGE,
} from '@pulsetech/contracts/constants';

interface NumberLimits {
  readonly least: number;
  readonly most: number;
  /** What to say when it is none of these. */
  readonly message: string;
}

/** The settings that are whole numbers, each with its limits. */
export const NUMBER_SETTINGS = {
  removalStopCount: { ...REMOVAL_STOP_COUNT, message: REMOVAL_STOP_COUNT_MESSAGE },
  removalStopShare: { ...REMOVAL_STOP_SHARE, message: REMOVAL_STOP_SHARE_MESSAGE },
  graceDays: { ...GRACE_DAYS, message: GRACE_DAYS_MESSAGE },
  historyDays: { ...HISTORY_DAYS, message: HISTORY_DAYS_MESSAGE },
  webserviceLogDays: { ...WEBSERVICE_LOG_DAYS, message: WEBSERVICE_LOG_DAYS_MESSAGE },
} as const satisfies Readonly<Record<string, NumberLimits>>;

export type NumberSetting = keyof typeof NUMBER_SETTINGS;

export function isNumberSetting(name: string): name is NumberSetting {
  return Object.hasOwn(NUMBER_SETTINGS, name);
}
