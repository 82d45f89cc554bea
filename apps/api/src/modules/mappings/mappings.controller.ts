import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { CAPABILITIES, CreateMappingDto, type MappingDto, type MappingOptionsDto } from '@pulsetech/contracts';
import { RequireCapability } from '../accounts/access.decorators.js';
import { MappingsService } from './mappings.service.js';

@Controller('api/v1/mappings')
export class MappingsController {
  constructor(private readonly mappings: MappingsService) {}

  @Get()
  @RequireCapability(CAPABILITIES.viewMappings)
  list(): Promise<MappingDto[]> {
    return this.mappings.listFresh();
  }

  @Get('options')
  @RequireCapability(CAPABILITIES.manage)
  options(): Promise<MappingOptionsDto> {
    return this.mappings.options();
  }

  @Post()
  @RequireCapability(CAPABILITIES.manage)
  create(@Body() mapping: CreateMappingDto): Promise<MappingDto> {
    return this.mappings.create(mapping);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireCapability(CAPABILITIES.manage)
  remove(@Param('id', ParseIntPipe) id: number): Promise<void> {
    return this.mappings.remove(id);
  }
}
