/**
 * The Moodle whose protocol and functions the web service speaks. Clients compare these to know what they may call, and
 * the recordings that the answers are held against are of this release.
 */
export const MOODLE_RELEASE = '4.5.6 (Build: 20250811)';
export const MOODLE_VERSION = '2024100706';

/** Version of this product's own functions, as its documentation names it. */
export const PLUGIN_VERSION = '2025010501';
