import { IsOptional, IsUrl, MaxLength } from 'class-validator';

/** `POST /v1/licenses/verify`, with the licence key as bearer. */
export class VerifyLicenceRequest {
  /** The site's own address, for the operator's records. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(255)
  siteUrl?: string;
}

/** Answer for a licence that is valid; an invalid one is an error with one of the `licence_…` codes. */
export interface VerifyLicenceResponse {
  readonly status: 'valid';
  /** Public identifier of the licence; the `client_id` of the OAuth relay. */
  readonly clientId: string;
  readonly guild: { readonly id: string; readonly name: string | null };
  /** Unix seconds, or null when it does not expire. */
  readonly expiresAt: number | null;
  /**
   * Until when it counts although it has expired, Unix seconds; told before it expires as well. Null or absent when it does
   * not expire, or ends at once.
   */
  readonly graceUntil?: number | null;
  /**
   * JWT signed with EdDSA (Ed25519), to be checked offline: `iss` billing's address, `sub` the clientId, `aud`
   * `pulsetech-site`, `guild` the guild id, `key` the SHA-256 of the licence key (hex), `iat`, and `exp` at most 72 hours
   * later and never after the licence's own expiry.
   */
  readonly assertion: string;
}

/** `GET /.well-known/jwks.json`: the public keys that the assertions are signed with (RFC 7517). */
export interface JwksResponse {
  readonly keys: readonly {
    readonly kty: 'OKP';
    readonly crv: 'Ed25519';
    readonly x: string;
    readonly kid: string;
    readonly use: 'sig';
    readonly alg: 'EdDSA';
  }[];
}
