import { Injectable } from '@nestjs/common';
import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { openApiOf, referenceOf, type FunctionReference, type OpenApiDocument } from '@pulsetech/moodle-rest';
import { AppConfig } from '../../../platform/config/app-config.js';
import { ProductVersion } from '../../../platform/process/product-version.js';
import { ENDPOINT, LOGIN_ENDPOINT } from '../addresses.js';
import { PREFIX, SERVICE } from '../functions/names.js';
import { WebserviceFunctions } from '../webservice-functions.js';
import { webserviceReference } from './webservice-reference.js';

const OPENAPI = '/webservice/openapi.json';
const PAGE = '/local/pulsetech_discord/webservice.php';
const SERVICES = [SERVICE];

const DESCRIPTION = `What Discord bots and other programs call at this site, in the protocol of Moodle’s REST web services.

Moodle’s protocol has one address for all functions, \`${ENDPOINT}\`, and says in the variable \`wsfunction\` which one is
meant. OpenAPI tells operations apart by their path, so each function stands here under a path of its own; what follows
\`server.php\` in it is not read, and \`wsfunction\` has to be sent all the same.

Lists of values are repeated fields with \`[]\` behind their name. Numbered places (\`name[0]\`) work as well, and for lists
of structures they are the only way. Every failure of a call has status 200 and an object with the key \`exception\`, except
status 429 (too many calls) and 403 (the web service is switched off).`;

interface Documents {
  readonly reference: WebserviceReferenceDto;
  readonly openApi: OpenApiDocument;
}

/** The declared functions as documentation. It follows from the declarations alone, so it is made once. */
@Injectable()
export class WebserviceReferenceService {
  private made: Documents | null = null;

  constructor(
    private readonly functions: WebserviceFunctions,
    private readonly config: AppConfig,
    private readonly version: ProductVersion,
  ) {}

  get reference(): WebserviceReferenceDto {
    return this.documents.reference;
  }

  get openApi(): OpenApiDocument {
    return this.documents.openApi;
  }

  private get documents(): Documents {
    return (this.made ??= this.make());
  }

  private make(): Documents {
    const { declared } = this.functions;
    // What only this product has comes first.
    const own = declared.filter(({ name }) => name.startsWith(PREFIX));
    const functions = [...own, ...declared.filter((each) => !own.includes(each))].map((each) => referenceOf(each));
    return { reference: this.referenceOf(functions), openApi: this.openApiOf(functions) };
  }

  private referenceOf(functions: readonly FunctionReference[]): WebserviceReferenceDto {
    const { siteUrl } = this.config;
    return webserviceReference(functions, {
      address: `${siteUrl}${ENDPOINT}`,
      loginAddress: `${siteUrl}${LOGIN_ENDPOINT}`,
      openApiAddress: `${siteUrl}${OPENAPI}`,
      services: SERVICES,
      tokenCallsPerMinute: this.config.WEBSERVICE_TOKEN_CALLS_PER_MINUTE,
      addressCallsPerMinute: this.config.WEBSERVICE_ADDRESS_CALLS_PER_MINUTE,
    });
  }

  private openApiOf(functions: readonly FunctionReference[]): OpenApiDocument {
    const { siteUrl, SITE_NAME } = this.config;
    return openApiOf(functions, {
      title: `Web service of ${SITE_NAME}`,
      version: this.version.text,
      description: DESCRIPTION,
      url: siteUrl,
      endpoint: ENDPOINT,
      documentation: `${siteUrl}${PAGE}`,
      login: { path: LOGIN_ENDPOINT, services: SERVICES },
    });
  }
}
