import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { constantTimeEquals } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { AccountsError } from './accounts.errors.js';
import './session-data.js';

const READING_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const PAGES_API = '/api/v1/';

/** Whatever a browser may change through the pages' API needs the token of its session, which other sites cannot read. */
@Injectable()
export class CsrfGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (READING_METHODS.includes(request.method) || !request.path.toLowerCase().startsWith(PAGES_API)) return true;
    const expected = (request.session as Request['session'] | undefined)?.csrfToken;
    const sent = request.get('x-csrf-token');
    if (expected !== undefined && sent !== undefined && constantTimeEquals(sent, expected)) return true;
    throw new AccountsError('csrf_invalid', 'This page is out of date. Reload it and try again; nothing was changed.');
  }
}
