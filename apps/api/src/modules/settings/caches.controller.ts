import { Controller, HttpCode, Post } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import { CacheGeneration } from '../../platform/caches/cache-generation.js';
import { RequireCapability } from '../accounts/access.decorators.js';

/** Empties all caches, as the command `cache:purge` does: for whoever changed something behind the site's back. */
@Controller('api/v1/caches')
@RequireCapability(CAPABILITIES.manage)
export class CachesController {
  constructor(private readonly generation: CacheGeneration) {}

  @Post('purge')
  @HttpCode(204)
  purge(): Promise<void> {
    return this.generation.purgeEverywhere();
  }
}
