import type { TokenDto } from '@pulsetech/contracts';
import { hashToken } from '@pulsetech/server-kit';
import type { LmsUser } from '../src/modules/lms/lms.port.js';
import { TokensRepository } from '../src/modules/webservice/tokens.repository.js';
import { TokensService, type TokenToMake } from '../src/modules/webservice/tokens.service.js';
import type { Browser } from './browser.js';
import { SiteFixture } from './site.fixture.js';

export const GET_USER = 'local_pulsetech_discord_get_user_by_discord_id';
export const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';

/** What {@link TokensFixture.call} answers for a token that works: nobody has this Discord id. */
export const WORKS = { found: false };
export const EXPIRED = {
  exception: 'webservice_access_exception',
  errorcode: 'accessexception',
  message: 'Access control exception',
};
export const UNKNOWN = {
  exception: 'core\\exception\\moodle_exception',
  errorcode: 'invalidtoken',
  message: 'Invalid token - token not found',
};

/** A site whose manager makes tokens, and bots that call with them. */
export class TokensFixture {
  private constructor(
    readonly site: SiteFixture,
    readonly admin: LmsUser,
    /** The manager's browser. */
    readonly page: Browser,
  ) {}

  static async start(): Promise<TokensFixture> {
    const site = await SiteFixture.start();
    try {
      const admin = await site.manager({ username: 'admin' });
      return new TokensFixture(site, admin, await site.browserOf(admin));
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  get tokens(): TokensService {
    return this.site.app.get(TokensService);
  }

  get rows(): TokensRepository {
    return this.site.app.get(TokensRepository);
  }

  now(): number {
    return this.site.clock.nowSeconds();
  }

  close(): Promise<void> {
    return this.site.close();
  }

  async make(more: TokenToMake = {}, ownerId = this.admin.id): Promise<string> {
    return (await this.tokens.create('bot', ownerId, more)).token;
  }

  async call(token: string, from = '127.0.0.1', name = GET_USER): Promise<unknown> {
    const form = new URLSearchParams({ wstoken: token, wsfunction: name, moodlewsrestformat: 'json' });
    if (name === GET_USER) form.set('discord_id', '5');
    const response = await fetch(`${this.site.origin}/webservice/rest/server.php`, {
      method: 'POST',
      body: form,
      headers: { 'x-forwarded-for': from },
    });
    return response.json();
  }

  /** As the settings page has them. */
  async list(): Promise<TokenDto[]> {
    return (await (await this.page.get('/api/v1/tokens')).json()) as TokenDto[];
  }

  async shown(token: string): Promise<TokenDto | undefined> {
    const stored = await this.rows.findByHash(hashToken(token));
    return (await this.list()).find(({ id }) => id === stored?.id);
  }
}
