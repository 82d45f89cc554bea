import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { IsSingleLine } from '../is-single-line.js';
import { TOKEN_ADDRESSES_MAX, TOKEN_NAME_MAX, type TokenKind, type TokenState } from '../token-choices.js';
import { Trimmed } from '../trimmed.js';

/** A web service token without its secret. Times are Unix seconds. */
export interface TokenDto {
  readonly id: number;
  readonly name: string;
  readonly kind: TokenKind;
  /** Username of the person whose rights it has. */
  readonly owner: string;
  /** Whether it works, or why not. */
  readonly state: TokenState;
  /** The functions that it may call; null for all. */
  readonly functions: readonly string[] | null;
  /** The last second in which it works; null for ever. */
  readonly validUntil: number | null;
  /** Where it may be used from, in Moodle's syntax; null for anywhere. */
  readonly addresses: string | null;
  /** Username of who made it; null when that was the command line, or is not known. */
  readonly createdBy: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** The address that it was last used from. */
  readonly lastUsedFrom: string | null;
}

/** A function that a token can be limited to. */
export interface TokenFunctionDto {
  readonly name: string;
  readonly description: string;
}

/** `POST /api/v1/tokens`. What is absent or null does not limit the token. */
export class CreateTokenDto {
  @Trimmed()
  @IsString()
  @IsNotEmpty({ message: 'Give the token a name, so that you know later what uses it.' })
  @MaxLength(TOKEN_NAME_MAX)
  @IsSingleLine()
  name!: string;

  /** Username; absent for oneself. */
  @IsOptional()
  @Trimmed()
  @IsString()
  @IsNotEmpty({ message: 'Enter the username of the owner.' })
  @MaxLength(100)
  owner?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayNotEmpty({ message: 'Choose at least one function.' })
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  functions?: string[] | null;

  /** Unix seconds. */
  @IsOptional()
  @IsInt({ message: 'Enter the day until which the token is to work.' })
  validUntil?: number | null;

  @IsOptional()
  @IsString()
  @MaxLength(TOKEN_ADDRESSES_MAX)
  addresses?: string | null;
}

/** Answer of `POST /api/v1/tokens`: the only time that the token itself is shown. */
export interface CreatedTokenDto {
  readonly token: string;
  readonly details: TokenDto;
  /** Why calls with it will be refused although it is good, in a sentence; null when they will not. */
  readonly warning: string | null;
}

/** Answer of `POST /api/v1/tokens/billing`. The token itself is nobody's to see. */
export interface BillingTokenDto {
  readonly details: TokenDto;
  /** Whether the billing server took it; otherwise why not, and what works now, in sentences. */
  readonly handover: { readonly done: boolean; readonly detail: string | null };
}
