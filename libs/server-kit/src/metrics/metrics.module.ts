import {
  Controller,
  Get,
  Headers,
  Inject,
  Module,
  NotFoundException,
  Res,
  UnauthorizedException,
  type DynamicModule,
} from '@nestjs/common';
import type { Response } from 'express';
import { constantTimeEquals } from '../crypto/tokens.js';
import { Public } from '../http/public-route.js';
import { metricsText } from './metrics.js';

const TOKEN = Symbol('metrics token');

/** `GET /metrics` in Prometheus' text format, for whoever shows the token; without one configured there is no such page. */
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(TOKEN) private readonly token: string | null) {}

  @Get()
  async show(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    if (this.token === null) throw new NotFoundException();
    const shown = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
    if (!constantTimeEquals(shown, this.token)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      throw new UnauthorizedException();
    }
    const { contentType, text } = await metricsText();
    response.setHeader('Content-Type', contentType);
    response.setHeader('Cache-Control', 'no-store');
    return text;
  }
}

@Module({})
export class MetricsModule {
  static forRoot(options: { readonly token: string | undefined }): DynamicModule {
    const token = { provide: TOKEN, useValue: options.token ?? null };
    return { module: MetricsModule, controllers: [MetricsController], providers: [token] };
  }
}
