import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Capability, SessionUser } from '@pulsetech/contracts';
import type { Request } from 'express';
import './session-data.js';

export { Public } from '@pulsetech/server-kit';

/** Metadata key of what a route asks of the person who calls it. */
export const ACCESS_RULE = 'pulsetech:access-rule';

export type AccessRule =
  { readonly kind: 'signed-in' } | { readonly kind: 'capability'; readonly capability: Capability };

/** For everybody who is signed in. */
export const RequireSignIn = (): CustomDecorator =>
  SetMetadata(ACCESS_RULE, { kind: 'signed-in' } satisfies AccessRule);

/** For everybody who is signed in and has the capability. */
export const RequireCapability = (capability: Capability): CustomDecorator =>
  SetMetadata(ACCESS_RULE, { kind: 'capability', capability } satisfies AccessRule);

/** The person who is signed in: a SessionUser; on `@Public()` routes null when nobody is. */
export const CurrentUser = createParamDecorator(
  (_: undefined, context: ExecutionContext): SessionUser | null =>
    context.switchToHttp().getRequest<Request>().currentUser ?? null,
);
