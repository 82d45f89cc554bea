import type { WhyDto } from '@pulsetech/contracts';
import { MappingsService } from '../src/modules/mappings/mappings.service.js';
import type { Browser } from './browser.js';
import { SyncFixture, type Linked } from './sync.fixture.js';

/** Somebody who is linked, and one course that one Discord role gives. */
export interface WhyCase {
  readonly role: string;
  readonly courseId: number;
  readonly mappingId: number;
  readonly person: Linked;
}

/** A site whose manager asks why somebody has a course, or not. */
export class WhySite {
  private constructor(
    readonly fixture: SyncFixture,
    readonly manager: Browser,
  ) {}

  static async start(): Promise<WhySite> {
    const fixture = await SyncFixture.start();
    return new WhySite(fixture, await fixture.site.browserOf(await fixture.site.manager()));
  }

  async newCase(): Promise<WhyCase> {
    const { site } = this.fixture;
    site.billing.fault = 'none';
    site.clock.advanceSeconds(120);
    await site.settings({ lossPolicy: 'unenrol', graceDays: 0, brokenMappings: 'hold', syncInterval: 'hourly' });
    const role = this.fixture.role();
    site.billing.roles.set(role, 'Premium Member');
    const courseId = await this.fixture.course('Advanced Topics');
    const mappingId = await this.fixture.mapping({ discordRoleId: role, courseId });
    await this.seeRoles();
    return { role, courseId, mappingId, person: await this.fixture.linked() };
  }

  /** Deleted and renamed Discord roles are seen, as the look at the mappings does it. */
  async seeRoles(): Promise<void> {
    this.fixture.site.clock.advanceSeconds(120);
    await this.fixture.site.app.get(MappingsService).listFresh();
    this.fixture.forget();
  }

  async why(userId: number, courseId: number): Promise<WhyDto> {
    const response = await this.manager.get(`/api/v1/sync/why?userId=${userId}&courseId=${courseId}`);
    expect(response.status).toBe(200);
    return (await response.json()) as WhyDto;
  }
}
