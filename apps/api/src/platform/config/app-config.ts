import {
  BooleanFromText,
  IsWebAddress,
  LOG_LEVELS,
  NumberFromText,
  trustProxyOf,
  withoutSlash,
  type LogLevel,
} from '@pulsetech/server-kit';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

/** A limit beyond what any server answers is a typing error. */
const MOST_CALLS = 10_000_000;

/** The settings of one site's server, named as its environment variables. */
export class AppConfig {
  @IsIn(['development', 'production', 'test'])
  NODE_ENV = 'development';

  /** The address to listen on. Behind a proxy on the same machine the default is right. */
  @IsString()
  HOST = '127.0.0.1';

  @NumberFromText()
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT = 3000;

  /** The address that browsers reach the site by. Default: http://localhost:PORT */
  @IsOptional()
  @IsWebAddress()
  SITE_URL?: string;

  @IsString()
  @MaxLength(100)
  SITE_NAME = 'PulseLMS';

  /** Folder of the SQLite file and of generated secrets. */
  @IsString()
  DATA_DIR = './data';

  /** `mysql://user:password@host:3306/database`, or `…/database?socketPath=/path`; without it a SQLite file in DATA_DIR. */
  @IsOptional()
  @IsString()
  DATABASE_URL?: string;

  /** `redis://user:password@host:6379/0` or `rediss://…` (TLS): several servers of one site share jobs and events there. */
  @IsOptional()
  @Matches(/^rediss?:\/\/./)
  REDIS_URL?: string;

  /** What the site's keys on Redis begin with, so that several sites can use one Redis. */
  @Matches(/^[\w.:-]{1,64}$/)
  REDIS_PREFIX = 'pulsetech:';

  /** Where this server reaches the billing server. Default: beside it, at http://127.0.0.1:PORT+1 */
  @IsOptional()
  @IsWebAddress()
  BILLING_URL?: string;

  /** Where browsers reach the billing server. Default: BILLING_URL */
  @IsOptional()
  @IsWebAddress()
  BILLING_PUBLIC_URL?: string;

  /** Where browsers load Discord avatars from. */
  @IsWebAddress()
  DISCORD_CDN_URL = 'https://cdn.discordapp.com';

  /** `id:base64` of 32 bytes, several separated by commas, the current one first; without it one is generated. */
  @IsOptional()
  @IsString()
  ENCRYPTION_KEY?: string;

  /** Signs session cookies; at least 32 characters. Without it one is generated. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  SESSION_SECRET?: string;

  /** Whoever shows it as bearer token may read /metrics; without it there is no such page. */
  @IsOptional()
  @IsString()
  @MinLength(16)
  METRICS_TOKEN?: string;

  /** `trace` also logs headers and bodies, with secrets removed. */
  @IsIn(LOG_LEVELS)
  LOG_LEVEL: LogLevel = 'info';

  /** Readable lines instead of JSON. */
  @BooleanFromText()
  @IsBoolean()
  LOG_PRETTY = false;

  /** Folder of the built pages. Default: the one that is built together with this server. */
  @IsOptional()
  @IsNotEmpty()
  @IsString()
  WEB_DIST?: string;

  /** How many proxies stand in front, or their addresses separated by commas, or `false`. */
  @IsString()
  TRUST_PROXY = 'loopback';

  /** Most calls of the web service in a minute with one token; 0 for as many as come. */
  @NumberFromText()
  @IsInt()
  @Min(0)
  @Max(MOST_CALLS)
  WEBSERVICE_TOKEN_CALLS_PER_MINUTE = 6000;

  /** Most calls of the web service in a minute from one address; 0 for as many as come. */
  @NumberFromText()
  @IsInt()
  @Min(0)
  @Max(MOST_CALLS)
  WEBSERVICE_ADDRESS_CALLS_PER_MINUTE = 12_000;

  /** The site's address without a slash at its end. */
  get siteUrl(): string {
    return withoutSlash(this.SITE_URL ?? `http://localhost:${this.PORT}`);
  }

  get billingUrl(): string {
    return withoutSlash(this.BILLING_URL ?? `http://127.0.0.1:${this.PORT + 1}`);
  }

  get billingPublicUrl(): string {
    return withoutSlash(this.BILLING_PUBLIC_URL ?? this.billingUrl);
  }

  get avatarBaseUrl(): string {
    return withoutSlash(this.DISCORD_CDN_URL);
  }

  /** Whether browsers use https, so that cookies may be limited to it. */
  get https(): boolean {
    return this.siteUrl.startsWith('https:');
  }

  /** As Express wants it. */
  get trustProxy(): number | string | boolean {
    return trustProxyOf(this.TRUST_PROXY);
  }
}
