import { Controller, Get, Inject, Module, Res, type DynamicModule } from '@nestjs/common';
import type { HealthReport } from '@pulsetech/contracts';
import type { Response } from 'express';
import { Public } from '../http/public-route.js';
import { HealthRegistry } from './health.registry.js';

const VERSION = Symbol('version');

/** `GET /health`: 200 when everything that is required is up, otherwise 503. */
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly registry: HealthRegistry,
    @Inject(VERSION) private readonly version: string,
  ) {}

  @Get()
  async report(@Res({ passthrough: true }) response: Response): Promise<HealthReport> {
    const report = await this.registry.report(this.version);
    response.setHeader('Cache-Control', 'no-store');
    response.status(report.status === 'ok' ? 200 : 503);
    return report;
  }
}

@Module({})
export class HealthModule {
  /** Global: any module may inject HealthRegistry and register a check. */
  static forRoot(options: { readonly version: string }): DynamicModule {
    return {
      module: HealthModule,
      global: true,
      controllers: [HealthController],
      providers: [HealthRegistry, { provide: VERSION, useValue: options.version }],
      exports: [HealthRegistry],
    };
  }
}
