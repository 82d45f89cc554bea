import type { Fault } from '../../harness/sandbox-control.js';
import type { Random } from '../../hostile/random.js';

/** Where a member's being unknown could be told: only there it would mean that the member left. */
const READS = [
  'GET /guilds/:guild/members',
  'GET /guilds/:guild',
  'GET /guilds/:guild/roles',
  'GET /guilds/:guild/roles/member-counts',
];
const ROUTES = [...READS, 'GET /guilds/:guild/members/:user', 'GET /guilds/*'];

/** Until it is taken away. */
const FOR_EVER = 0;

type Kind = Omit<Fault, 'route'>;

/**
 * What Discord answers when something is wrong; none of it says that somebody left
 * (https://docs.discord.com/developers/topics/opcodes-and-status-codes).
 */
const KINDS: readonly Kind[] = [
  { status: 0 },
  { status: 0, after: true },
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 504 },
  { status: 429, retryAfter: 1, times: 2 },
  { status: 429, retryAfter: 1, scope: 'global', times: 2 },
  { status: 429, retryAfter: 1, scope: 'shared', times: 2 },
  { status: 429, code: 20028, retryAfter: 1, times: 2 },
  { status: 429, code: 40062, retryAfter: 1, times: 2 },
  { status: 503, code: 130_000 },
  { status: 404, code: 10_004 },
  { status: 404, code: 10_011 },
  { status: 403, code: 50_001 },
  { status: 403, code: 50_013 },
  { status: 400, code: 50_035 },
  { status: 400, code: 30_005 },
  { status: 403, code: 40_333 },
  { status: 401, code: 0 },
  { delayMs: 300 },
  { delayMs: 1500 },
  { delayMs: 900, after: true },
];

/** Meaningful for one member only; elsewhere they are faults like others. */
const MISPLACED: readonly Kind[] = [
  { status: 404, code: 10_007 },
  { status: 404, code: 10_013 },
];

/** One to four failures, each a few times or until they are taken away. */
export function someFaults(random: Random): Fault[] {
  return Array.from({ length: 1 + random.below(4) }, () => {
    const misplaced = random.once(10);
    const kind = random.oneOf(misplaced ? MISPLACED : KINDS);
    const times = kind.times ?? random.oneOf([1, 2, 5, FOR_EVER]);
    return { route: random.oneOf(misplaced ? READS : ROUTES), ...kind, ...(times === FOR_EVER ? {} : { times }) };
  });
}
