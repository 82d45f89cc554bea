import type { GatewayNotice, ToldNotice } from '@pulsetech/discord-client';

/**
 * What is told after a gap, without what later notices make obsolete: of each member the last one alone, so that nobody is
 * told of a state that passed long ago as if it were now.
 */
export function withoutObsolete(told: readonly ToldNotice[]): ToldNotice[] {
  const later = new Set<string>();
  const kept: ToldNotice[] = [];
  for (const one of [...told].reverse()) {
    const member = memberOf(one.notice);
    if (member !== null && later.has(member)) continue;
    if (member !== null) later.add(member);
    kept.push(one);
  }
  return kept.reverse();
}

function memberOf(notice: GatewayNotice): string | null {
  return notice.kind === 'member' || notice.kind === 'left' ? `${notice.guildId} ${notice.userId}` : null;
}
