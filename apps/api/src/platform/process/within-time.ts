/** How long the end of the process waits for the database to take what was not written yet. */
export const LAST_WRITES_MS = 5000;

/** Whether the work ends in time; it is not stopped when it does not. Throws what the work throws. */
export async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
