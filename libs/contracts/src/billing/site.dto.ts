import { IsNotEmpty, IsString, IsUrl, MaxLength } from 'class-validator';

/** `PUT /v1/site`: where the bot pushes role changes to, and the web service token that it uses there. */
export class RegisterSiteRequest {
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(255)
  url!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  webserviceToken!: string;
}

export interface RegisterSiteResponse {
  readonly url: string;
  readonly registeredAt: number;
}
