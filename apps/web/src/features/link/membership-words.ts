import type { GuildMembershipDto } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';

interface MembershipWords {
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
}

/** How the person stands in the Discord server, and what that means here. */
export function membershipWords({ state, detail }: GuildMembershipDto, guildName: string | null): MembershipWords {
  const server = guildName === null ? 'the Discord server' : `“${guildName}”`;
  switch (state) {
    case 'member':
      return { tone: 'ok', word: 'Member', sentence: `You are a member of ${server}.` };
    case 'pending':
      return {
        tone: 'waiting',
        word: 'Rules not accepted yet',
        sentence: `You have joined ${server} but not accepted its rules. Do that in Discord; until then your roles give nothing here.`,
      };
    case 'guest':
      return {
        tone: 'waiting',
        word: 'Guest',
        sentence: `You are a guest in ${server}. Guests get no courses; join it as a member.`,
      };
    case 'absent':
      return {
        tone: 'warn',
        word: 'Not in the server',
        sentence: `This Discord account is not in ${server}, so its roles give nothing here. Join it, then choose “Sync Now”.`,
      };
    case 'unknown':
      return {
        tone: 'unknown',
        word: 'Unknown',
        sentence: detail ?? 'Discord could not be asked the last time. You lose nothing because of that.',
      };
    case 'never_checked':
      return {
        tone: 'unknown',
        word: 'Not checked yet',
        sentence: 'Your roles in Discord were not read yet. Choose “Sync Now” to read them.',
      };
  }
}
