import { HOME, safeReturnPath } from './return-path.js';

const KEY = 'pulsetech-wanted-page';
/** Longer than anybody needs at Discord; afterwards the dashboard is what people expect. */
const FRESH_MS = 10 * 60 * 1000;

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Remembers, while the browser is at Discord, which page the person wanted. */
export function rememberWantedPage(path: string | undefined, store: Store, nowMs: number): void {
  const safe = safeReturnPath(path);
  if (safe === HOME) store.removeItem(KEY);
  else store.setItem(KEY, `${String(nowMs)} ${safe}`);
}

/** Gives the remembered page once; null when there is none or it is old. */
export function takeWantedPage(store: Store, nowMs: number): string | null {
  const [at, path] = store.getItem(KEY)?.split(' ') ?? [];
  store.removeItem(KEY);
  return path && nowMs - Number(at) <= FRESH_MS ? safeReturnPath(path) : null;
}
