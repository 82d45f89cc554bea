import { SetMetadata, createParamDecorator, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { LicenceEntity } from './licence.entity.js';

/** Metadata key of routes that want a licence. */
export const LICENCE_ROUTE = 'pulsetech:licence-route';

/** Marks a route or controller that a site calls with its licence key as bearer token. */
export const RequireLicence = (): CustomDecorator => SetMetadata(LICENCE_ROUTE, true);

/** Metadata key of routes that may act on what was known of a licence seconds ago. */
export const REMEMBERED_LICENCE = 'pulsetech:remembered-licence';

/**
 * For routes that a site may call many times a second: the licence is read from the database every few seconds instead of
 * each time, so that one that is revoked stops working here within those.
 */
export const BrieflyRemembered = (): CustomDecorator => SetMetadata(REMEMBERED_LICENCE, true);

/** A request behind `@RequireLicence()`. */
export interface LicensedRequest extends Request {
  licence?: LicenceEntity;
}

export function licenceOf(request: LicensedRequest): LicenceEntity {
  if (!request.licence) throw new Error('This route does not require a licence, so there is none.');
  return request.licence;
}

/** The caller's licence, behind `@RequireLicence()`. */
export const CurrentLicence = createParamDecorator((_data: unknown, context: ExecutionContext): LicenceEntity =>
  licenceOf(context.switchToHttp().getRequest<LicensedRequest>()),
);
