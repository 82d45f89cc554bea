/**
 * A user's name as Discord shows it in the account settings: `john#1234` while the account has a #tag (bots do), and the
 * bare username otherwise. Never `john#0`: Discord sends `0` for accounts without a tag.
 */
export function discordName(user: { readonly username: string; readonly discriminator?: string | null }): string {
  const tag = user.discriminator ?? '0';
  return /^0*$/.test(tag) ? user.username : `${user.username}#${tag}`;
}
