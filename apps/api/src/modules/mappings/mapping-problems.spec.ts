import type { DiscordRoleDto } from '@pulsetech/contracts';
import { mappingWarnings } from './mapping-problems.js';

const role = (part: Partial<DiscordRoleDto>): DiscordRoleDto => ({
  id: '1',
  name: 'VIP',
  color: 0,
  position: 1,
  managed: false,
  reachable: true,
  everyone: false,
  ...part,
});

describe('what is worth knowing about the Discord role of a mapping', () => {
  it.each([
    ['that can be given', role({})],
    ['of which the reach is not known', role({ reachable: null })],
    ['that everybody has', role({ everyone: true, reachable: false })],
    ['that is not in the list', undefined],
  ])('is nothing for a role %s', (_, discordRole) => {
    expect(mappingWarnings(discordRole)).toEqual([]);
  });

  it('is that the bot cannot give a role above its own, and what to do', () => {
    expect(mappingWarnings(role({ reachable: false }))).toEqual([
      '“VIP” stands above our bot in Discord, so the bot cannot give it to people. In Discord: Server settings → Roles → drag “PulseTech LMS” above it. Enrolment by this role works all the same.',
    ]);
  });

  it('is that nobody can give a managed role, and nothing to drag', () => {
    expect(mappingWarnings(role({ managed: true, reachable: false }))).toEqual([
      expect.stringMatching(/managed by Discord .* works all the same\.$/) as string,
    ]);
  });
});
