import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { IsSingleLine } from '../is-single-line.js';
import { Trimmed } from '../trimmed.js';

/** A web service token without its secret. Times are Unix seconds. */
export interface TokenDto {
  readonly id: number;
  readonly name: string;
  readonly owner: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** `POST /api/v1/tokens`. */
export class CreateTokenDto {
  @Trimmed()
  @IsString()
  @IsNotEmpty({ message: 'Give the token a name, so that you know later what uses it.' })
  @MaxLength(100)
  @IsSingleLine()
  name!: string;
}

/** Answer of `POST /api/v1/tokens`: the only time that the token itself is shown. */
export interface CreatedTokenDto {
  readonly token: string;
  readonly details: TokenDto;
  /** Whether the billing server took it for the bot's pushes; otherwise why not, in a sentence. */
  readonly handover: { readonly done: boolean; readonly detail: string | null };
}
