import { RequestMethod, type ExecutionContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { accessOf, type RouteAccess } from '../src/modules/accounts/access.guard.js';

export interface Route {
  /** `GET /api/v1/session` */
  readonly address: string;
  /** Null when the route does not say who may call it. */
  readonly access: RouteAccess | null;
}

/** Every route of the controllers that an application has. */
export function routesOf(discovery: DiscoveryService): Route[] {
  const scanner = new MetadataScanner();
  const reflector = new Reflector();
  return discovery.getControllers().flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const controller = metatype as ReturnType<ExecutionContext['getClass']>;
    const prototype = controller.prototype as Record<string, ReturnType<ExecutionContext['getHandler']>>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
      if (!handler || method === undefined) return [];
      const path = [controller, handler].map((target) => String(Reflect.getMetadata(PATH_METADATA, target) ?? ''));
      return {
        address: `${RequestMethod[method]} /${path
          .flatMap((part) => part.split('/'))
          .filter(Boolean)
          .join('/')}`,
        access: accessOf(reflector, { getHandler: () => handler, getClass: () => controller } as ExecutionContext),
      };
    });
  });
}
