import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { SessionUser } from '@pulsetech/contracts';
import { PUBLIC_ROUTE } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { ACCESS_RULE, type AccessRule } from './access.decorators.js';
import { AccountsError } from './accounts.errors.js';
import { CurrentUsersService } from './current-users.service.js';

export type RouteAccess = { readonly kind: 'public' } | AccessRule;

/** What a route asks for: its own decorator, otherwise its controller's; null when neither has one. */
export function accessOf(
  reflector: Reflector,
  context: Pick<ExecutionContext, 'getHandler' | 'getClass'>,
): RouteAccess | null {
  for (const target of [context.getHandler(), context.getClass()]) {
    if (reflector.get<boolean | undefined>(PUBLIC_ROUTE, target)) return { kind: 'public' };
    const rule = reflector.get<AccessRule | undefined>(ACCESS_RULE, target);
    if (rule) return rule;
  }
  return null;
}

/** Decides for every route of the site who may call it. A route that does not say is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly logger = new Logger(AccessGuard.name);

  constructor(
    private readonly reflector: Reflector,
    private readonly currentUsers: CurrentUsersService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = accessOf(this.reflector, context);
    if (!access) {
      this.logger.error(`${context.getClass().name}.${context.getHandler().name} does not say who may call it`);
      throw new AccountsError('not_permitted', 'This address is not open to anybody.');
    }
    const request = context.switchToHttp().getRequest<Request>();
    request.currentUser = await this.currentUsers.load(request);
    if (access.kind !== 'public') requireAccess(access, request.currentUser);
    return true;
  }
}

function requireAccess(rule: AccessRule, user: SessionUser | null): void {
  if (!user) throw new AccountsError('sign_in_required', 'Your session has ended. Sign in and try again.');
  if (rule.kind === 'signed-in' || user.capabilities.includes(rule.capability)) return;
  throw new AccountsError(
    'not_permitted',
    `You do not have the permission for this (${rule.capability}). If you need it, ask the site team.`,
  );
}
