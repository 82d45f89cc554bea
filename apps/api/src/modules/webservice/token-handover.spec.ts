import { BillingClient } from '@pulsetech/billing-client';
import { Logger } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';
import { ProductVersion } from '../../platform/process/product-version.js';
import { TokenHandover } from './token-handover.service.js';

describe('handing a token to the billing server', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  const sent: string[] = [];
  const handoverTo = (billingUrl: string): TokenHandover => {
    const answering = (input: unknown): Promise<Response> => {
      sent.push(String(input));
      return Promise.resolve(Response.json({ url: 'https://lms.example', registeredAt: 1 }));
    };
    const client = new BillingClient({ baseUrl: billingUrl, timeoutMs: 1000, fetch: answering });
    const config = Object.assign(new AppConfig(), { BILLING_URL: billingUrl });
    return new TokenHandover(client, config, new ProductVersion('1.2.3'));
  };

  it.each([
    'https://billing.example',
    'http://127.0.0.1:3001',
    'http://localhost:3001',
    'http://[::1]:3001',
    'http://billing:3001',
  ])('goes to %s', async (address) => {
    expect(await handoverTo(address).handOver('key', 'token')).toBe('taken');
  });

  it.each([
    'http://billing.example',
    'http://192.168.0.5:3001',
    'http://127.0.0.1.example',
    'http://localhost.example:3001',
    'http://[2001:db8::1]:3001',
  ])('does not go to %s, where others could read it on the way', async (address) => {
    sent.length = 0;
    await expect(handoverTo(address).handOver('key', 'token')).rejects.toMatchObject({
      code: 'token_handover_unsafe',
      message: expect.stringContaining('https') as string,
    });
    expect(sent).toEqual([]);
  });
});
