import type { ExpectedEnrolment } from '@pulsetech/contracts';
import { grantId, roleKey, type Grant, type Mapping } from '@pulsetech/domain';
import { MAPPING_PROBLEMS_FOR_LEARNERS } from '../../mappings/mapping-problems.js';

/** What is known about one user, as far as it decides what the link page says about a mapping. */
export interface Holding {
  /** The ledger, by {@link grantId}. */
  readonly grants: ReadonlyMap<string, Grant>;
  /** Discord roles that count; null where the user was never seen. */
  readonly discordRoles: ReadonlySet<string> | null;
  /** Roles that the user holds in the LMS, whoever gave them, by {@link grantId}. */
  readonly lmsRoles: ReadonlySet<string>;
}

const PENDING = 'It is due and comes with the next synchronisation.';

/** States in which the person is in the course because of the grant, as far as it is known. */
export const HELD: ReadonlySet<Grant['state']> = new Set(['active', 'revoking', 'suspending']);

/** How one mapping stands for one user. */
export function expectationOf(
  { discordRoleId, courseId, roleId, broken }: Mapping,
  { grants, discordRoles, lmsRoles }: Holding,
): Pick<ExpectedEnrolment, 'state' | 'detail'> {
  const [reason] = broken;
  if (reason) return { state: 'broken', detail: MAPPING_PROBLEMS_FOR_LEARNERS[reason] };
  const key = grantId(roleKey(courseId, roleId));
  const grant = grants.get(key);
  const active = grant !== undefined && HELD.has(grant.state);
  const entitled = discordRoles === null ? active : discordRoles.has(discordRoleId);
  if (active && entitled) return { state: grant.origin === 'adopted' ? 'by_hand' : 'given', detail: null };
  if (entitled) return { state: 'pending', detail: PENDING };
  if (lmsRoles.has(key) && !active) return { state: 'by_hand', detail: null };
  return { state: grant?.state === 'suspended' ? 'suspended' : 'missing_role', detail: null };
}
