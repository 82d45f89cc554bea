import { Injectable } from '@nestjs/common';
import type { RelayTokens } from '@pulsetech/contracts';
import type { Request } from 'express';
import { LicenceAccessService } from '../licenses/licence-access.service.js';
import type { LicenceEntity } from '../licenses/licence.entity.js';
import { LicenceError } from '../licenses/licences.errors.js';
import { single } from './authorization-request.js';
import { clientCredentials, unknownClient } from './client-credentials.js';
import { RelayRevocationService } from './relay-revocation.service.js';
import { RelayTokensService } from './relay-tokens.service.js';
import { TokenEndpointError } from './token-endpoint.error.js';

type Form = Readonly<Record<string, unknown>>;

/** The token endpoints: form only, the client proven by its licence key. */
@Injectable()
export class TokenEndpoint {
  constructor(
    private readonly access: LicenceAccessService,
    private readonly tokens: RelayTokensService,
    private readonly revocation: RelayRevocationService,
  ) {}

  async token(request: Request): Promise<RelayTokens> {
    const { licence, form } = await this.client(request);
    return this.tokens.give(licence, form);
  }

  async revoke(request: Request): Promise<Record<string, never>> {
    const { licence, form } = await this.client(request);
    const token = single(form, 'token');
    if (token === null) throw new TokenEndpointError('invalid_request', 'The "token" is missing.');
    await this.revocation.revoke(licence, token);
    return {};
  }

  private async client(request: Request): Promise<{ licence: LicenceEntity; form: Form }> {
    if (!request.is('application/x-www-form-urlencoded')) {
      throw new TokenEndpointError('invalid_request', 'The body must be application/x-www-form-urlencoded.');
    }
    const form = request.body as Form;
    const { clientId, secret } = clientCredentials(request.headers.authorization, form);
    try {
      return { licence: await this.access.authenticate(secret, request.ip ?? '', { clientId }), form };
    } catch (error) {
      throw clientErrorOf(error);
    }
  }
}

function clientErrorOf(error: unknown): unknown {
  if (!(error instanceof LicenceError)) return error;
  if (error.code === 'licence_unknown') return unknownClient();
  const { retryAfterSeconds } = error;
  const status = error.code === 'too_many_requests' ? 429 : 401;
  return new TokenEndpointError('invalid_client', error.message, { status, retryAfterSeconds });
}
