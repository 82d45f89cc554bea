import { Controller, Get, Header } from '@nestjs/common';
import type { DashboardDto, SessionUser } from '@pulsetech/contracts';
import { CurrentUser, RequireSignIn } from '../../accounts/access.decorators.js';
import { DashboardService } from './dashboard.service.js';

@RequireSignIn()
@Controller('api/v1/dashboard')
export class DashboardController {
  constructor(private readonly dashboard: DashboardService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  own(@CurrentUser() user: SessionUser): Promise<DashboardDto> {
    return this.dashboard.of(user.id);
  }
}
