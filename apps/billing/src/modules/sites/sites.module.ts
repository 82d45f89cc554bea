import { Module } from '@nestjs/common';
import { SitesController } from './sites.controller.js';
import { SitesRepository } from './sites.repository.js';
import { SiteWebservice } from './site-webservice.js';
import { SitesService } from './sites.service.js';

@Module({
  controllers: [SitesController],
  providers: [SiteWebservice, SitesRepository, SitesService],
  exports: [SiteWebservice, SitesRepository],
})
export class SitesModule {}
