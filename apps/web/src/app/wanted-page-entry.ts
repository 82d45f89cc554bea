import { HOME } from '../lib/return-path.js';
import { takeWantedPage } from '../lib/wanted-page.js';

/** Coming back from Discord always ends on the dashboard; whoever wanted another page before is brought there. */
export function goToWantedPage({ location, history, sessionStorage }: Window): void {
  if (location.pathname !== HOME) return;
  const wanted = takeWantedPage(sessionStorage, Date.now());
  if (wanted !== null) history.replaceState(null, '', wanted);
}
