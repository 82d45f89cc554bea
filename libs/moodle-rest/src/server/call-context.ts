/** How much of what went wrong is told to callers: nothing, as a field of its own, or within the message as well. */
export type DebugMode = 'off' | 'developer' | 'display';

/** Where a call came from. */
export interface CallOrigin {
  /** Client address as the application resolved it, behind its proxies. */
  readonly address: string;
}

/** What the whole web service is told by the site's settings. */
export interface ServiceState {
  /** Whether it answers at all. */
  readonly open: boolean;
  readonly debug: DebugMode;
}

/** How texts of an answer are to be formatted: Moodle's `moodlewssetting…` variables. */
export interface CallSettings {
  /** Texts as they are stored, without filters or escaping. */
  readonly raw: boolean;
  readonly filter: boolean;
  readonly fileurl: boolean;
  /** Language code; empty for the caller's own. */
  readonly lang: string;
  /** Name of a time zone; empty for the caller's own. */
  readonly timezone: string;
}

/** What a function may want to know of a call besides its parameters and its caller. */
export interface CallContext {
  readonly settings: CallSettings;
  readonly origin: CallOrigin;
}
