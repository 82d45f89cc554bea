import { Body, Controller, Get, Put } from '@nestjs/common';
import { CAPABILITIES, SaveSettingsDto, type SettingsDto } from '@pulsetech/contracts';
import { RequireCapability } from '../accounts/access.decorators.js';
import { SettingsPageService } from './settings-page.service.js';

@Controller('api/v1/settings')
@RequireCapability(CAPABILITIES.manage)
export class SettingsController {
  constructor(private readonly page: SettingsPageService) {}

  @Get()
  view(): Promise<SettingsDto> {
    return this.page.view();
  }

  @Put()
  save(@Body() dto: SaveSettingsDto): Promise<SettingsDto> {
    return this.page.save(dto);
  }
}
