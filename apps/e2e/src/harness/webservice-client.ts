import { readFileSync } from 'node:fs';
import type { RunningProduct } from './running-product.js';

interface CoursesAnswer {
  readonly found: boolean;
  readonly courses: readonly { readonly shortname: string }[];
}

export interface SyncAnswer {
  readonly success: boolean;
  readonly enrolled: number;
  readonly unenrolled: number;
  readonly errors: number;
}

/** A bot that calls the web service. */
export class WebserviceClient {
  constructor(
    private readonly siteUrl: string,
    private readonly token: string,
  ) {}

  /** With the token that the demo's installation left; `url` for another process of the site. */
  static ofDemo(product: RunningProduct, url = product.url): WebserviceClient {
    return new WebserviceClient(url, readFileSync(product.file('secrets/demo-token'), 'utf8').trim());
  }

  async call<T = unknown>(wsfunction: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> {
    const response = await fetch(`${this.siteUrl}/webservice/rest/server.php`, {
      method: 'POST',
      body: new URLSearchParams({
        wstoken: this.token,
        wsfunction: `local_pulsetech_discord_${wsfunction}`,
        moodlewsrestformat: 'json',
        ...parameters,
      }),
    });
    return (await response.json()) as T;
  }

  /** Short names of the courses of the user with this Discord account. */
  async coursesOf(discordId: string): Promise<string[]> {
    const { courses } = await this.call<CoursesAnswer>('get_user_courses', { discord_id: discordId });
    return courses.map((course) => course.shortname);
  }

  syncRoles(discordId: string, roles: readonly string[]): Promise<SyncAnswer> {
    const parameters = Object.fromEntries(roles.map((role, index) => [`discord_roles[${index}]`, role]));
    return this.call<SyncAnswer>('sync_user_roles', { discord_id: discordId, ...parameters });
  }
}
