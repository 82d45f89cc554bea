import { avatarUrl, defaultAvatarIndex } from './avatar.js';

describe('the picture of a Discord user', () => {
  it('is a PNG at the CDN', () => {
    expect(avatarUrl({ id: '80351110224678912', avatar: '8342729096ea3675442027381ff50dfe' })).toBe(
      'https://cdn.discordapp.com/avatars/80351110224678912/8342729096ea3675442027381ff50dfe.png',
    );
  });

  it('is a GIF when its hash says that it is animated', () => {
    expect(avatarUrl({ id: '80351110224678912', avatar: 'a_8342729096ea3675442027381ff50dfe' }, 'http://cdn')).toBe(
      'http://cdn/avatars/80351110224678912/a_8342729096ea3675442027381ff50dfe.gif',
    );
  });

  it('is the default one by the id where there is no picture', () => {
    expect(defaultAvatarIndex({ id: '1234567890123456789', avatar: null })).toBe(1);
    expect(avatarUrl({ id: '1234567890123456789', avatar: null, discriminator: '0' })).toBe(
      'https://cdn.discordapp.com/embed/avatars/1.png',
    );
    expect(defaultAvatarIndex({ id: '80351110224678912', avatar: null })).toBeGreaterThanOrEqual(0);
  });

  it('is the default one by the #tag for accounts that still have a tag', () => {
    expect(defaultAvatarIndex({ id: '1234567890123456789', avatar: null, discriminator: '1234' })).toBe(4);
  });
});
