import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import * as contracts from '@pulsetech/contracts';
import type { Request, Response } from 'express';
import { requestSchema } from './request-schema.js';

const ADDRESS = '/api/v1/openapi.json';

/** Serves the description of `/api/v1`. It tells nothing that is not in the pages' own files, so anybody may read it. */
export function mountOpenApi(app: NestExpressApplication, version: string): void {
  let description: OpenAPIObject | null = null;
  app.use(ADDRESS, (_request: Request, response: Response) => {
    description ??= describeApi(app, version);
    response.json(description);
  });
}

export function describeApi(app: NestExpressApplication, version: string): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('PulseTech Discord Integration')
    .setDescription('What the pages of a site use. Requests that change something carry X-CSRF-Token from the session.')
    .setVersion(version)
    .addCookieAuth('PulseSession')
    .build();
  const document = SwaggerModule.createDocument(app, options);
  const schemas = Object.fromEntries(requestClasses().map((cls) => [cls.name, requestSchema(cls)]));
  const used = Object.keys(document.components?.schemas ?? {});
  return {
    ...document,
    paths: Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/api/v1/'))),
    components: {
      ...document.components,
      schemas: Object.fromEntries(used.map((name) => [name, { ...schemas[name] }])),
    },
  };
}

function requestClasses(): (new () => object)[] {
  const exported: unknown[] = Object.values(contracts);
  return exported.filter((value): value is new () => object => typeof value === 'function');
}
