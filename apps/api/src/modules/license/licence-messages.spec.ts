import { LICENCE_REASONS, type LicenceDto } from '@pulsetech/contracts';
import { licenceHealth, licenceMessage } from './licence-messages.js';

const CIRCUMSTANCES = { billingUrl: 'https://billing.example', untrusted: false, moved: null };

const licence = (more: Partial<LicenceDto>): Omit<LicenceDto, 'message'> => ({
  status: 'valid',
  reason: null,
  maskedKey: 'PLMS-****-****-****-7H2K',
  guildId: '900000000000000001',
  guildName: 'Guild',
  expiresAt: null,
  verifiedAt: 1_767_225_600,
  graceUntil: null,
  renewBy: null,
  ...more,
});
const invalid = LICENCE_REASONS.map((reason) => licence({ status: 'invalid', reason }));
const HOUR = 3600;
const others = [
  licence({}),
  licence({ status: 'not_verified' }),
  licence({ maskedKey: null, status: 'not_verified' }),
  licence({ graceUntil: 1_767_225_600 + 72 * HOUR }),
  licence({ expiresAt: 1_767_225_600, renewBy: 1_767_225_600 + 48 * HOUR }),
];

describe('What is said of a licence', () => {
  it('is another thing for each thing that can be', () => {
    const messages = [...invalid, ...others].map((one) => licenceMessage(one, CIRCUMSTANCES));
    expect(new Set(messages).size).toBe(messages.length);
  });

  it('is another thing for each reason in the health report, too, and nothing when all is well', () => {
    const messages = invalid.map(licenceHealth);
    expect(new Set(messages).size).toBe(LICENCE_REASONS.length);
    expect(licenceHealth(licence({}))).toBeNull();
  });

  it.each(invalid)('tells those who read it that nobody loses anything: $reason', (one) => {
    expect(licenceHealth(one)).toContain('Nobody loses access');
    if (one.reason === 'unknown' || one.reason === 'format') return;
    expect(licenceMessage(one, CIRCUMSTANCES)).toContain('Nobody loses access');
  });

  it('names nothing in the health report, which anybody may read', () => {
    for (const one of [...invalid, ...others]) {
      expect(licenceHealth(one) ?? '').not.toMatch(/billing\.example|Guild|PLMS|900000000000000001/);
    }
  });
});
