import { Controller, Get, Header } from '@nestjs/common';
import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import type { OpenApiDocument } from '@pulsetech/moodle-rest';
import { Public } from '../../accounts/access.decorators.js';
import { WebserviceReferenceService } from './webservice-reference.service.js';

/** Tells which functions there are, never anything of anybody, so everybody may read it. */
@Public()
@Controller()
export class WebserviceReferenceController {
  constructor(private readonly documents: WebserviceReferenceService) {}

  @Get('api/v1/webservice/reference')
  @Header('Cache-Control', 'no-cache')
  reference(): WebserviceReferenceDto {
    return this.documents.reference;
  }

  /** Tools that run in a browser, on other sites, may read it as well. */
  @Get('webservice/openapi.json')
  @Header('Cache-Control', 'no-cache')
  @Header('Access-Control-Allow-Origin', '*')
  openApi(): OpenApiDocument {
    return this.documents.openApi;
  }
}
