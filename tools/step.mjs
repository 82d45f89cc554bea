const HEARTBEAT_MS = 15_000;

/** `47 s`, or `2 min 5 s` from a minute on. */
export function formatDuration(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Runs one step of a command and says so: a line before, a line now and then while it is long (with what `progress`
 * tells), and a line after with the time it took. A failure is passed on to the caller.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work
 * @param {{ progress?: () => string }} [options]
 * @returns {Promise<T>}
 */
export async function step(title, work, options = {}) {
  const started = Date.now();
  console.log(`• ${title}`);
  const heartbeat = setInterval(() => {
    const detail = options.progress?.() ?? '';
    console.log(`  still at it after ${formatDuration(Date.now() - started)}${detail && `: ${detail}`}`);
  }, HEARTBEAT_MS);
  try {
    const result = await work();
    console.log(`  done in ${formatDuration(Date.now() - started)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
