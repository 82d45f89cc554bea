import { DISCORD_CDN_URL } from '@pulsetech/domain';

/**
 * What pages may load: our own files, and pictures of Discord users. Styles may stand in the page because the component
 * library writes its variables there; scripts may not.
 */
export function contentSecurityPolicy(avatarBaseUrl: string): Record<string, string[]> {
  const pictures = new Set(["'self'", 'data:', DISCORD_CDN_URL, new URL(avatarBaseUrl).origin]);
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': [...pictures],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
}
