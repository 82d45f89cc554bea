import type { SessionUser } from '@pulsetech/contracts';
import { CAPABILITIES } from '@pulsetech/contracts/constants';

type Who = Pick<SessionUser, 'capabilities'>;

export const canManage = (user: Who): boolean => user.capabilities.includes(CAPABILITIES.manage);

export const canSeeMappings = (user: Who): boolean =>
  canManage(user) || user.capabilities.includes(CAPABILITIES.viewMappings);

export const canLink = (user: Who): boolean => user.capabilities.includes(CAPABILITIES.linkAccount);
