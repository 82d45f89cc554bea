import {
  BROKEN_MAPPING_POLICIES,
  LOSS_POLICIES,
  SaveSettingsDto,
  SYNC_INTERVALS,
  WEBSERVICE_DEBUG_MODES,
} from '@pulsetech/contracts';
import { closeAfterAll } from '../../../test/close-after.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { describeApi } from './openapi.js';
import { requestSchema } from './request-schema.js';

describe('the description of the API', () => {
  let site: SiteFixture;
  beforeAll(async () => {
    site = await SiteFixture.start();
  }, 120_000);
  closeAfterAll(() => site);

  it('has for a request what it is checked by', () => {
    expect(requestSchema(SaveSettingsDto)).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: {
        licenceKey: { type: 'string', maxLength: 64 },
        discordLogin: { type: 'boolean' },
        autoCreate: { type: 'boolean' },
        linkByEmail: { type: 'boolean' },
        syncInterval: { enum: [...SYNC_INTERVALS] },
        removalStopCount: { type: 'integer', minimum: 0, maximum: 1_000_000 },
        removalStopShare: { type: 'integer', minimum: 0, maximum: 100 },
        lossPolicy: { enum: [...LOSS_POLICIES] },
        graceDays: { type: 'integer', minimum: 0, maximum: 3650 },
        brokenMappings: { enum: [...BROKEN_MAPPING_POLICIES] },
        historyDays: { type: 'integer', minimum: 7, maximum: 3650 },
        webserviceEnabled: { type: 'boolean' },
        webserviceDebug: { enum: [...WEBSERVICE_DEBUG_MODES] },
        webserviceLogDays: { type: 'integer', minimum: 1, maximum: 365 },
        revision: { type: 'integer' },
      },
      required: expect.arrayContaining(['discordLogin', 'revision', 'syncInterval']) as string[],
    });
    expect(requestSchema(SaveSettingsDto).required).not.toContain('licenceKey');
  });

  it('names every address of /api/v1, and no request without its fields', () => {
    const description = describeApi(site.app, '1.0.1');
    expect(Object.keys(description.paths)).toEqual(
      expect.arrayContaining(['/api/v1/settings', '/api/v1/session', '/api/v1/mappings', '/api/v1/link']),
    );
    expect(Object.keys(description.components?.schemas ?? {})).toContain('SaveSettingsDto');
    for (const [name, schema] of Object.entries(description.components?.schemas ?? {})) {
      expect([name, Object.keys('properties' in schema ? (schema.properties ?? {}) : {}).length]).not.toEqual([
        name,
        0,
      ]);
    }
  });
});
