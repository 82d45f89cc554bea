const DISCORD_EPOCH_MS = 1420070400000n;
const INT64_MAX = 9223372036854775807n;

/**
 * Whether the text is a Discord id: 17 to 20 decimal digits that fit a signed 64-bit integer. Discord itself never sends
 * shorter ones any more, and ids stay text everywhere because a JavaScript number cannot hold them.
 */
export function isSnowflake(text: string): boolean {
  return /^[1-9]\d{16,19}$/.test(text) && BigInt(text) <= INT64_MAX;
}

/** When Discord made the id, in Unix milliseconds (Discord reference, "Snowflakes"). */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH_MS);
}
