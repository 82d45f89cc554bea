const SIGN_IN_PAGE = '/login/index.php';
const HERE = 'https://site.invalid';
export const HOME = '/my/';

/**
 * The page to go to after signing in. Only a path on this site is followed; anything else (another host, a script, the
 * sign-in page itself) gives the dashboard.
 */
export function safeReturnPath(wanted: string | undefined): string {
  // Browsers read a backslash as a slash and drop control characters, so both could hide another host.
  if (!wanted?.startsWith('/') || /[\\\p{Cc}]/u.test(wanted)) return HOME;
  if (!URL.canParse(wanted, HERE)) return HOME;
  const url = new URL(wanted, HERE);
  // Climbing out of the root leaves two slashes behind, which would name a host again.
  if (url.pathname.startsWith('//')) return HOME;
  if (url.origin !== HERE || url.pathname === SIGN_IN_PAGE || /^\/(api|auth)\//.test(url.pathname)) return HOME;
  return url.pathname + url.search + url.hash;
}
