interface Closable {
  close(): Promise<void>;
}

const CLOSE_MS = 30_000;

/** Closes after all tests of the group what was opened before them; nothing where opening it failed. */
export function closeAfterAll(opened: () => Closable | undefined): void {
  afterAll(async () => {
    await opened()?.close();
  }, CLOSE_MS);
}

/** Closes after each test of the group what was opened before it; nothing where opening it failed. */
export function closeAfterEach(opened: () => Closable | undefined): void {
  afterEach(async () => {
    await opened()?.close();
  }, CLOSE_MS);
}
