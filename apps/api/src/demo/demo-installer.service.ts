import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { readOrCreateSecret } from '@pulsetech/server-kit';
import { LicenseService } from '../modules/license/license.service.js';
import { PasswordHasher } from '../modules/lms/embedded/password-hasher.js';
import { TokensService } from '../modules/webservice/tokens.service.js';
import { AppConfig } from '../platform/config/app-config.js';
import { DemoSiteRepository } from './demo-site.repository.js';
import { ADMIN_ID, DEMO_PEOPLE } from './demo-site.js';
import { DemoError } from './demo.errors.js';

const TOKEN_FILE = 'demo-token';

export interface DemoInstallation {
  /** False when the demo was there already. */
  readonly installed: boolean;
  /** Where the web service token of the demo stands. */
  readonly tokenPath: string;
}

/** Makes the site of the documentation's examples out of an empty one. */
@Injectable()
export class DemoInstaller {
  constructor(
    private readonly site: DemoSiteRepository,
    private readonly passwords: PasswordHasher,
    private readonly licenses: LicenseService,
    private readonly tokens: TokensService,
    private readonly config: AppConfig,
  ) {}

  /**
   * On the demo itself only the licence key is set again, and the token made anew where its file is lost.
   *
   * @throws DemoError `site_has_data` on a site that people work with; InvalidRequestError for what is not a key
   */
  async install(licenceKey: string): Promise<DemoInstallation> {
    this.licenses.checkKey(licenceKey);
    const installed = !(await this.site.isDemo());
    if (installed) await this.fill();
    await this.licenses.setKey(licenceKey);
    return { installed, tokenPath: await this.tokenFile() };
  }

  private async fill(): Promise<void> {
    if (!(await this.site.isEmpty())) {
      throw new DemoError(
        'site_has_data',
        'This site has data of its own, so the demo is not installed. Use another DATA_DIR (or DATABASE_URL) for the demo.',
      );
    }
    const hashes = await Promise.all(
      DEMO_PEOPLE.map(async ({ id, password }) => [id, await this.passwords.hash(password)] as const),
    );
    await this.site.install(new Map(hashes));
  }

  private async tokenFile(): Promise<string> {
    const folder = join(this.config.DATA_DIR, 'secrets');
    const path = join(folder, TOKEN_FILE);
    if (!existsSync(path)) {
      const { token } = await this.tokens.create('Demo bot', ADMIN_ID);
      readOrCreateSecret(folder, TOKEN_FILE, () => token);
    }
    return path;
  }
}
