const POLL_MS = 100;

/**
 * Waits until an address answers with 200.
 *
 * @param {string} url e.g. `http://127.0.0.1:3000/health`
 * @param {{ timeoutMs?: number, signal?: AbortSignal }} [options]
 * @throws {Error} with the last thing that was seen, when the time is over or the signal came.
 */
export async function waitUntilReady(url, { timeoutMs = 60_000, signal } = {}) {
  const deadline = Date.now() + timeoutMs;
  let seen = 'no answer';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
      if (response.ok) return;
      seen = `${response.status} ${await response.text()}`;
    } catch (error) {
      seen = error.cause?.code ?? error.name;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${url} was not ready after ${timeoutMs / 1000} s; last answer: ${seen}`);
}
