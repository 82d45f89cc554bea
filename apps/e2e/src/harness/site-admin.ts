import type { SaveSettingsDto, SettingsDto } from '@pulsetech/contracts';
import { ACCOUNTS } from './discord-people.js';
import { SiteClient } from './site-client.js';

type Choices = Partial<Omit<SaveSettingsDto, 'revision'>>;

/** The demo's manager, changing settings as the settings page does. */
export class SiteAdmin {
  private constructor(readonly client: SiteClient) {}

  static async signIn(siteUrl: string): Promise<SiteAdmin> {
    return new SiteAdmin(await SiteClient.signedIn(siteUrl, ACCOUNTS.admin.username, ACCOUNTS.admin.password));
  }

  async settings(): Promise<SettingsDto> {
    return (await this.client.get<SettingsDto>('/api/v1/settings')).body;
  }

  async save(choices: Choices): Promise<void> {
    const { discordLogin, autoCreate, linkByEmail, syncInterval, revision } = await this.settings();
    const body = { discordLogin, autoCreate, linkByEmail, syncInterval, ...choices, revision };
    const answer = await this.client.put('/api/v1/settings', body);
    if (answer.status >= 300) throw new Error(`The settings were not saved: ${JSON.stringify(answer.body)}`);
  }

  async verifyLicence(): Promise<void> {
    await this.client.post('/api/v1/settings/licence/verify');
  }
}
