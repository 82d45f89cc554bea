import { isSnowflake } from '@pulsetech/domain';
import { explainedInvalidParameter } from '@pulsetech/moodle-rest';
import type { LicenseService } from '../../license/license.service.js';

/** So often at most a call has the licence verified: it may have been moved to the other Discord server. */
const VERIFIED_SECONDS = 60;

/**
 * The Discord server of the site, if it is the one that was told (or none was).
 *
 * @throws LicenseError without a valid licence, MoodleException `invalidparameter` about another server
 */
export async function requireSeenHere(told: string, licenses: LicenseService): Promise<string> {
  if (told !== '' && !isSnowflake(told)) {
    throw explainedInvalidParameter('guild_id: this is no Discord server ID, which has 17 to 20 digits');
  }
  const { guildId } = await licenses.requireUsable();
  if (told === '' || told === guildId) return guildId;
  await licenses.verifyUnlessTried(VERIFIED_SECONDS);
  const { guildId: now } = await licenses.requireUsable();
  if (told === now) return now;
  throw explainedInvalidParameter(
    `guild_id: the licence of this site is for another Discord server (${now}), so nothing was changed`,
  );
}
