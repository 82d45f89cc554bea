import { IsInt, IsNotEmpty, IsOptional, IsString, Matches, MaxLength, Min } from 'class-validator';
import { IsSingleLine } from '../is-single-line.js';
import { IsSnowflake } from '../is-snowflake.js';
import { DISCORD_ROLE_NAME_MAX } from '../limits.js';
import { Trimmed } from '../trimmed.js';

/** One row of the role mappings page. Names are null where the thing no longer exists. */
export interface MappingDto {
  readonly id: number;
  readonly discordRoleId: string;
  readonly discordRoleName: string;
  readonly courseId: number;
  readonly courseName: string | null;
  readonly roleId: number;
  readonly roleName: string | null;
  readonly cohortId: number | null;
  readonly cohortName: string | null;
  /** Why it gives nothing new at present, one sentence each with what to do; empty when it is well. */
  readonly problems: readonly string[];
  /** What is worth knowing although it works, one sentence each. */
  readonly warnings: readonly string[];
  /** How many people hold the course role because of it now. */
  readonly people: number;
  readonly createdAt: number;
}

export interface DiscordRoleDto {
  readonly id: string;
  readonly name: string;
  /** 0xRRGGBB; 0 means no colour. */
  readonly color: number;
  readonly position: number;
  /** Managed by Discord or an integration: a fine source for a mapping, but nobody can be given it by hand. */
  readonly managed: boolean;
  /** Whether the bot stands above it in Discord and may give it; null when that could not be read. */
  readonly reachable: boolean | null;
  /** The role that every member has; its id is the guild id. */
  readonly everyone: boolean;
}

export interface NamedOption {
  readonly id: number;
  readonly name: string;
}

/** `GET /api/v1/mappings/options`: what the add form offers. */
export interface MappingOptionsDto {
  readonly discordRoles: readonly DiscordRoleDto[];
  /** When the Discord roles could not be read: what happened and what to do; the list may then be the last known. */
  readonly discordRolesProblem: string | null;
  readonly courses: readonly NamedOption[];
  readonly roles: readonly NamedOption[];
  readonly cohorts: readonly NamedOption[];
}

/** `POST /api/v1/mappings`. */
export class CreateMappingDto {
  @IsSnowflake({ message: 'Choose a Discord role.' })
  discordRoleId!: string;

  @IsInt({ message: 'Choose a course.' })
  @Min(1, { message: 'Choose a course.' })
  courseId!: number;

  @IsInt({ message: 'Choose a role.' })
  @Min(1, { message: 'Choose a role.' })
  roleId!: number;

  @IsOptional()
  @IsInt({ message: 'Choose a cohort, or none.' })
  @Min(1, { message: 'Choose a cohort, or none.' })
  cohortId?: number | null;
}

/** `POST /api/v1/discord-roles`. */
export class CreateDiscordRoleDto {
  @Trimmed()
  @IsString()
  @IsNotEmpty({ message: 'Enter a name for the role.' })
  @MaxLength(DISCORD_ROLE_NAME_MAX, { message: `A Discord role name has at most ${DISCORD_ROLE_NAME_MAX} characters.` })
  @IsSingleLine()
  name!: string;

  /** Chosen by the page once per form, so that a repeated click creates one role only. */
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{8,64}$/)
  requestId!: string;
}
