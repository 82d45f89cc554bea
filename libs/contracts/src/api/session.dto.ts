import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { Capability } from '../capabilities.js';

export interface SessionUser {
  readonly id: number;
  readonly username: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  readonly capabilities: readonly Capability[];
}

/** `GET /api/v1/session`: who looks at the page, and what the sign-in page may offer. */
export interface SessionDto {
  readonly siteName: string;
  readonly user: SessionUser | null;
  /** To be sent as `X-CSRF-Token` with every request that changes something. */
  readonly csrfToken: string;
  readonly discordLogin: {
    readonly available: boolean;
    /** Why the button is absent: `disabled` in the settings, or the licence. */
    readonly reason: 'disabled' | 'licence' | null;
  };
}

/** `POST /api/v1/session`. */
export class SignInDto {
  @IsString()
  @IsNotEmpty({ message: 'Enter your username.' })
  @MaxLength(100)
  username!: string;

  @IsString()
  @IsNotEmpty({ message: 'Enter your password.' })
  @MaxLength(1000)
  password!: string;
}
