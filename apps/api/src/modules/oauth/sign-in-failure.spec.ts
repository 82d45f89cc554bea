import { BillingFailure } from '@pulsetech/billing-client';
import { LicenseError } from '../license/license.errors.js';
import { LinkingError } from '../linking/linking.errors.js';
import { failureOf, failureOfRelay, SignInFailure } from './sign-in-failure.js';

describe('What the page is told about a failure', () => {
  test.each([
    [new SignInFailure('invalid_state'), 'invalid_state'],
    [new BillingFailure('billing_unreachable'), 'billing_unreachable'],
    [new BillingFailure('oauth_invalid_grant', 400), 'invalid_state'],
    [new BillingFailure('oauth_invalid_client', 401), 'licence_invalid'],
    [new BillingFailure('licence_revoked', 403), 'licence_invalid'],
    [new BillingFailure('oauth_failed', 503), 'discord_unavailable'],
    [new BillingFailure('discord_rate_limited', 429), 'discord_unavailable'],
    [new LicenseError('licence_invalid', ''), 'licence_invalid'],
    [new LinkingError('email_in_use'), 'email_in_use'],
    [new LinkingError('linking_busy'), 'unexpected'],
    [new Error('secret'), 'unexpected'],
  ])('%s', (error, code) => {
    expect(failureOf(error).code).toBe(code);
  });

  test('is found inside of what passport wraps it into', () => {
    const wrapped = Object.assign(new Error('Failed to obtain access token'), {
      oauthError: new BillingFailure('billing_unreachable'),
    });
    expect(failureOf(wrapped).code).toBe('billing_unreachable');
  });

  test.each([
    ['access_denied', 'access_denied'],
    ['temporarily_unavailable', 'discord_unavailable'],
    ['server_error', 'discord_unavailable'],
    ['unauthorized_client', 'licence_invalid'],
    ['whatever', 'discord_unavailable'],
  ])('the relay says %s', (error, code) => {
    expect(failureOfRelay(error).code).toBe(code);
  });
});
