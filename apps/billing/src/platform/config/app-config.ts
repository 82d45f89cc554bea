import { IsSnowflake } from '@pulsetech/contracts';
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
  Min,
  MinLength,
} from 'class-validator';

/** What the command line needs. */
export class StorageConfig {
  /** Folder of the SQLite file and of generated secrets. */
  @IsString()
  DATA_DIR = './data';

  /** `mysql://user:password@host:3306/database`; without it a SQLite file in DATA_DIR is used. */
  @IsOptional()
  @IsString()
  BILLING_DATABASE_URL?: string;
}

/** The settings of the billing server. */
export class AppConfig extends StorageConfig {
  @IsIn(['development', 'production', 'test'])
  NODE_ENV = 'development';

  @IsString()
  HOST = '127.0.0.1';

  @NumberFromText()
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT = 3001;

  /** The address that browsers reach this server by, registered at Discord as `<address>/oauth2/callback`. */
  @IsOptional()
  @IsWebAddress()
  BILLING_PUBLIC_URL?: string;

  @IsSnowflake({ message: 'DISCORD_CLIENT_ID is the application id, 17 to 20 digits.' })
  DISCORD_CLIENT_ID!: string;

  @IsNotEmpty()
  @IsString()
  DISCORD_CLIENT_SECRET!: string;

  @IsNotEmpty()
  @IsString()
  DISCORD_BOT_TOKEN!: string;

  /** Of the application, as the developer portal shows it; without it commands in Discord are not answered. */
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/i, {
    message: 'DISCORD_PUBLIC_KEY is the public key of the application, 64 hexadecimal digits.',
  })
  DISCORD_PUBLIC_KEY?: string;

  @IsWebAddress()
  DISCORD_API_URL = 'https://discord.com/api';

  /** `off`: nothing is heard of changes in Discord, and nothing pushed; sites see them when they read next. */
  @IsIn(['on', 'off'])
  DISCORD_GATEWAY: 'on' | 'off' = 'on';

  @IsWebAddress()
  DISCORD_AUTHORIZE_URL = 'https://discord.com/oauth2/authorize';

  /** What Discord calls itself in the `iss` of its redirects. */
  @IsWebAddress()
  DISCORD_ISSUER = 'https://discord.com';

  /** `id:base64` of 32 bytes, several separated by commas, the current one first; without it one is generated. */
  @IsOptional()
  @IsString()
  ENCRYPTION_KEY?: string;

  /** Whoever shows it as bearer token may read /metrics; without it there is no such page. */
  @IsOptional()
  @IsString()
  @MinLength(16)
  METRICS_TOKEN?: string;

  @IsIn(LOG_LEVELS)
  LOG_LEVEL: LogLevel = 'info';

  @BooleanFromText()
  @IsBoolean()
  LOG_PRETTY = false;

  /** How many proxies stand in front, or their addresses separated by commas. */
  @IsString()
  TRUST_PROXY = 'loopback';

  /** The public address without a slash at its end. */
  get publicUrl(): string {
    return withoutSlash(this.BILLING_PUBLIC_URL ?? `http://localhost:${this.PORT}`);
  }

  get https(): boolean {
    return this.publicUrl.startsWith('https:');
  }

  /** As Express wants it. */
  get trustProxy(): number | string | boolean {
    return trustProxyOf(this.TRUST_PROXY);
  }
}
