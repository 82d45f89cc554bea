/** The one language that the site speaks, and its one look. */
export const LANGUAGE = 'en';
export const THEME = 'boost';

/** Languages that are stored but not installed are left out, as Moodle does. */
export function installedLanguage(stored: string): string {
  return stored === LANGUAGE ? stored : '';
}

export function installedTheme(stored: string): string {
  return stored === THEME ? stored : '';
}
