import { Injectable, Logger } from '@nestjs/common';
import type { CreatedTokenDto } from '@pulsetech/contracts';
import { TokenHandover } from './token-handover.service.js';
import { TokensService } from './tokens.service.js';

@Injectable()
export class NewTokenService {
  private readonly logger = new Logger(NewTokenService.name);

  constructor(
    private readonly tokens: TokensService,
    private readonly handover: TokenHandover,
  ) {}

  /** Makes a token and gives it to the billing server. Throws TokensError when there is no such owner. */
  async create(name: string, ownerUsername: string): Promise<CreatedTokenDto> {
    const { token, details } = await this.tokens.createFor(name, ownerUsername);
    this.logger.log(`Web service token ${details.id} was created for user ${details.owner}`);
    return { token, details, handover: await this.handover.handOver(token) };
  }
}
