/** What of a Discord user decides the picture. `discriminator` is `0`, or absent, for accounts without a #tag. */
export interface AvatarOwner {
  readonly id: string;
  readonly avatar: string | null;
  readonly discriminator?: string | null;
}

/** Where Discord serves pictures from. */
export const DISCORD_CDN_URL = 'https://cdn.discordapp.com';

/**
 * Address of a user's picture: an animated hash (`a_…`) as GIF, any other as PNG, and without a picture the default one
 * (Discord reference, "Image formatting"). BigInt, because ids are past what a number can hold.
 */
export function avatarUrl(user: AvatarOwner, base: string = DISCORD_CDN_URL): string {
  if (user.avatar !== null && user.avatar !== '') {
    const format = isAnimated(user.avatar) ? 'gif' : 'png';
    return `${base}/avatars/${encodeURIComponent(user.id)}/${encodeURIComponent(user.avatar)}.${format}`;
  }
  return `${base}/embed/avatars/${defaultAvatarIndex(user)}.png`;
}

export function isAnimated(hash: string): boolean {
  return hash.startsWith('a_');
}

/** Which default picture: by the #tag for accounts that still have one, otherwise by the time in the id. */
export function defaultAvatarIndex(user: AvatarOwner): number {
  const tag = Number(user.discriminator ?? '0');
  return tag > 0 ? tag % 5 : Number((BigInt(user.id) >> 22n) % 6n);
}
