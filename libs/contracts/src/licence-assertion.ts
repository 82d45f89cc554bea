/** For so long, in seconds, a licence counts as valid without the billing server: the longest life of an assertion. */
export const LICENCE_GRACE_SECONDS = 72 * 3600;

/** The `aud` of the assertions, so that nothing else that billing signs is taken for one. */
export const LICENCE_ASSERTION_AUDIENCE = 'pulsetech-site';
