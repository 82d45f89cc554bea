import { Inject, Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { serveFiles, servePages } from './pages.middleware.js';

const WEB_DIST = Symbol('web-dist');

/** Serves the built pages from the folder `webDist` (absolute). */
@Module({})
export class PagesModule implements NestModule {
  constructor(@Inject(WEB_DIST) private readonly webDist: string) {}

  static forRoot(webDist: string): DynamicModule {
    return { module: PagesModule, providers: [{ provide: WEB_DIST, useValue: webDist }] };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(serveFiles(this.webDist), servePages(this.webDist)).forRoutes('{/*splat}');
  }
}
