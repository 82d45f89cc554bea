import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PUBLIC_ROUTE } from '@pulsetech/server-kit';
import { LICENCE_ROUTE, REMEMBERED_LICENCE, type LicensedRequest } from './access.decorators.js';
import { LicenceAccessService } from './licence-access.service.js';
import { LicenceError } from './licences.errors.js';

/** Guards every route: one that says neither `@Public()` nor `@RequireLicence()` is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: LicenceAccessService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(LICENCE_ROUTE, targets) === true) {
      const request = context.switchToHttp().getRequest<LicensedRequest>();
      const key = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
      if (key === undefined) throw new LicenceError('licence_missing');
      const remembered = this.reflector.getAllAndOverride<boolean | undefined>(REMEMBERED_LICENCE, targets) === true;
      request.licence = await this.access.authenticate(key, request.ip ?? '', { remembered });
      return true;
    }
    return this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets) === true;
  }
}
