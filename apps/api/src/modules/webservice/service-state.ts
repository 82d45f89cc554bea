import type { ServiceState } from '@pulsetech/moodle-rest';
import type { SettingsService } from '../settings/settings.service.js';

/** Whether the site's settings have the web service open, and what it tells of its errors. Changes within seconds. */
export async function serviceState(settings: SettingsService): Promise<ServiceState> {
  const { webserviceEnabled, webserviceDebug } = await settings.get();
  return { open: webserviceEnabled, debug: webserviceDebug };
}
