/** The addresses of the pages, as the documentation gives them. */
export const PATHS = {
  signIn: '/login/index.php',
  dashboard: '/my/',
  link: '/local/pulsetech_discord/link.php',
  mappings: '/local/pulsetech_discord/rolemappings.php',
  webservice: '/local/pulsetech_discord/webservice.php',
  settings: '/admin/settings.php',
  activity: '/local/pulsetech_discord/activity.php',
  runs: '/local/pulsetech_discord/runs.php',
  run: '/local/pulsetech_discord/run.php',
  person: '/local/pulsetech_discord/person.php',
} as const;

/** The one section of the settings page that this product has. */
export const SETTINGS_SECTION = 'local_pulsetech_discord';

/** The parts of the activity page; the first is the one that opens by itself. */
export const ACTIVITY_TABS = ['changes', 'webservice'] as const;
export type ActivityTab = (typeof ACTIVITY_TABS)[number];

/** Where the product's pages stand in the administration of a Moodle site. */
export const ADMINISTRATION = ['Site administration', 'Plugins', 'Local plugins'] as const;

/** Where the pages of this product stand, below its own name. */
export const INTEGRATION = [...ADMINISTRATION, 'PulseTech Discord Integration'] as const;
