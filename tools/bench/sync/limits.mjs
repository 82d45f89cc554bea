import { setTimeout as sleep } from 'node:timers/promises';
import { measureRun } from './one-run.mjs';

const LIST = 'GET /guilds/:guild/members';
const LOOK_MS = 50;
/** What Discord allows of the member list of one guild, as the sandbox plays it. */
const PAGES_PER_WINDOW = 10;
const WINDOW_S = 10;

/**
 * @typedef {object} MeasuredWalk
 * @property {number} pages
 * @property {number} seconds from the first page to the last
 * @property {number} dictatedS what the limit makes of so many pages
 * @property {number} refused requests of any kind that Discord answered by 429
 * @property {number} runS of the whole run
 */

/**
 * A run for which nothing changed, with Discord’s own limits.
 *
 * @param {import('./sync-site.mjs').SyncSite} site
 * @returns {Promise<MeasuredWalk>}
 */
export async function measureWithLimits(site) {
  const { sandbox } = site;
  await sandbox.setLimits('real');
  const watch = watchPages(sandbox);
  try {
    const { seconds: runS } = await measureRun(site, { enrolled: 0, unenrolled: 0 });
    const { pages, seconds } = await watch.stop();
    const { refused } = await sandbox.limits();
    return { pages, seconds, dictatedS: Math.floor((pages - 1) / PAGES_PER_WINDOW) * WINDOW_S, refused, runS };
  } finally {
    await watch.stop();
    await sandbox.setLimits('off');
  }
}

/** Looks from outside when pages of the member list are asked for. */
function watchPages(sandbox) {
  let watching = true;
  let pages = 0;
  let first = 0;
  let last = 0;
  const work = (async () => {
    while (watching) {
      const now = (await sandbox.requests())[LIST] ?? 0;
      if (now > pages) {
        last = performance.now();
        if (pages === 0) first = last;
      }
      pages = now;
      await sleep(LOOK_MS);
    }
  })();
  return {
    stop: async () => {
      watching = false;
      await work;
      return { pages, seconds: (last - first) / 1000 };
    },
  };
}
