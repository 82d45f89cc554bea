import { Injectable } from '@nestjs/common';
import type { LinkStartDto } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { LicenseService } from '../license/license.service.js';
import { rememberLinkIntent } from './link-intent.js';

@Injectable()
export class LinkStartService {
  constructor(
    private readonly licenses: LicenseService,
    private readonly clock: Clock,
  ) {}

  /** Remembers in the session that the user wants to link. Throws LicenseError when no link can be made now. */
  async start(request: Request, userId: number): Promise<LinkStartDto> {
    await this.licenses.requireUsable();
    rememberLinkIntent(request, userId, this.clock);
    return { url: '/auth/discord' };
  }
}
