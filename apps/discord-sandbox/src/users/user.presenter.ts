import type { User } from '../world/world.types.js';

/** A user as anybody sees them. */
export function presentUser(user: User): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    avatar: user.avatar,
    discriminator: user.discriminator,
    public_flags: 0,
    flags: 0,
    ...(user.bot ? { bot: true } : {}),
    banner: null,
    accent_color: null,
    global_name: user.globalName,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}

/** A user as they see themselves; the address and whether it is verified only with the scope `email`. */
export function presentOwnUser(user: User, withEmail: boolean): Record<string, unknown> {
  return {
    ...presentUser(user),
    mfa_enabled: false,
    locale: 'en-GB',
    premium_type: 0,
    ...(withEmail ? { email: user.email, verified: user.verified } : {}),
  };
}
