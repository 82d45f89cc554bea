import { discordName } from './discord-name.js';

describe('the name of a Discord user', () => {
  it('carries the #tag of a legacy account', () => {
    expect(discordName({ username: 'john', discriminator: '1234' })).toBe('john#1234');
    expect(discordName({ username: 'bot', discriminator: '0042' })).toBe('bot#0042');
  });

  it('is the bare username otherwise, never name#0', () => {
    for (const discriminator of ['0', '0000', '', null, undefined]) {
      expect(discordName({ username: 'maria', discriminator })).toBe('maria');
    }
  });
});
