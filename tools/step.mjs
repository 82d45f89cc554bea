const HEARTBEAT_MS = 15_000;

/** `47 s`, or `2 min 5 s` from a minute on. */
export function formatDuration(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Prints a line now and then while something long is at work, with what `progress` tells.
 *
 * @template T
 * @param {() => Promise<T> | T} work
 * @param {() => string} [progress]
 * @returns {Promise<T>}
 */
export async function withHeartbeat(work, progress = () => '') {
  const started = Date.now();
  const heartbeat = setInterval(() => {
    const detail = progress();
    console.log(`  still at it after ${formatDuration(Date.now() - started)}${detail && `: ${detail}`}`);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * Runs one step of a command and says so: a line before, lines while it is long, and a line after with the time it took.
 * A failure is passed on to the caller.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work
 * @param {{ progress?: () => string }} [options]
 * @returns {Promise<T>}
 */
export async function step(title, work, { progress } = {}) {
  const started = Date.now();
  console.log(`• ${title}`);
  const result = await withHeartbeat(work, progress);
  console.log(`  done in ${formatDuration(Date.now() - started)}`);
  return result;
}
