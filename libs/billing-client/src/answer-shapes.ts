import type {
  CreateGuildRoleResponse,
  GuildRolesResponse,
  JwksResponse,
  MemberLookupResponse,
  RegisterSiteResponse,
  RelayProfile,
  RelayTokens,
  SiteDto,
  SnapshotDto,
  SnapshotLookupResponse,
  VerifyLicenceResponse,
} from '@pulsetech/contracts';
import { isSnowflake } from '@pulsetech/domain';

// Only what is relied on is checked: an answer without it must never be read as "no roles" or "no members".

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isTimeOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}

export function isVerification(body: unknown): body is VerifyLicenceResponse {
  return (
    isObject(body) &&
    body['status'] === 'valid' &&
    typeof body['clientId'] === 'string' &&
    typeof body['assertion'] === 'string' &&
    isTimeOrNull(body['expiresAt']) &&
    isTimeOrNull(body['graceUntil'] ?? null) &&
    isGuild(body['guild'])
  );
}

export function isKeySet(body: unknown): body is JwksResponse {
  return isObject(body) && Array.isArray(body['keys']) && body['keys'].every(isObject);
}

export function isRoleList(body: unknown): body is GuildRolesResponse {
  return (
    isObject(body) &&
    isGuild(body['guild']) &&
    ['receivedAt', 'readAt', 'againInMs'].every((name) => typeof body[name] === 'number') &&
    Array.isArray(body['roles']) &&
    body['roles'].every(isRole)
  );
}

export function isCreatedRole(body: unknown): body is CreateGuildRoleResponse {
  return isObject(body) && isRole(body['role']);
}

export function isLookup(body: unknown): body is MemberLookupResponse {
  return (
    isObject(body) &&
    isId(body['guildId']) &&
    typeof body['receivedAt'] === 'number' &&
    Array.isArray(body['members']) &&
    body['members'].every(isLookedUp)
  );
}

export function isSnapshot(body: unknown): body is SnapshotDto {
  return (
    isObject(body) &&
    typeof body['id'] === 'string' &&
    isId(body['guildId']) &&
    (body['kind'] === 'walk' || body['kind'] === 'single_reads') &&
    (body['state'] === 'walking' || body['state'] === 'complete' || body['state'] === 'failed') &&
    (body['failure'] === null || typeof body['failure'] === 'string') &&
    ['membersRead', 'startedAt', 'receivedAt'].every((name) => typeof body[name] === 'number') &&
    ['membersTotal', 'finishedAt'].every((name) => body[name] === null || typeof body[name] === 'number') &&
    (body['proof'] === null || isProof(body['proof']))
  );
}

export function isSnapshotLookup(body: unknown): body is SnapshotLookupResponse {
  return (
    isObject(body) &&
    isId(body['guildId']) &&
    typeof body['receivedAt'] === 'number' &&
    Array.isArray(body['members']) &&
    body['members'].every(isLookedUp) &&
    Array.isArray(body['notMet']) &&
    body['notMet'].every((id) => typeof id === 'string')
  );
}

/** Whether a lookup says of everybody asked for what is known, and of nobody else. */
export function tellsOfExactly(ids: readonly string[], { members, notMet }: SnapshotLookupResponse): boolean {
  const told = new Set([...members.map(({ id }) => id), ...notMet]);
  const asked = new Set(ids);
  return told.size === asked.size && ids.every((id) => told.has(id));
}

export function isRegistration(body: unknown): body is RegisterSiteResponse {
  return isObject(body) && typeof body['url'] === 'string';
}

export function isTokens(body: unknown): body is RelayTokens {
  return (
    isObject(body) &&
    typeof body['access_token'] === 'string' &&
    typeof body['refresh_token'] === 'string' &&
    typeof body['expires_in'] === 'number'
  );
}

export function isProfile(body: unknown): body is RelayProfile {
  return isObject(body) && typeof body['id'] === 'string' && typeof body['username'] === 'string';
}

function isGuild(value: unknown): boolean {
  return isObject(value) && isId(value['id']);
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && isSnowflake(value);
}

function isProof(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['proven'] === 'boolean' &&
    (value['reason'] === null || typeof value['reason'] === 'string') &&
    Array.isArray(value['disagreements'])
  );
}

function isRole(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string';
}

function isLookedUp(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string' && isObservation(value['observation']);
}

function isObservation(value: unknown): boolean {
  if (!isObject(value) || typeof value['at'] !== 'number') return false;
  switch (value['kind']) {
    case 'member':
      return (
        Array.isArray(value['roles']) &&
        value['roles'].every((role) => typeof role === 'string') &&
        typeof value['pending'] === 'boolean' &&
        typeof value['guest'] === 'boolean'
      );
    case 'absent':
      return true;
    case 'unknown':
      return typeof value['reason'] === 'string';
    default:
      return false;
  }
}

export function isSite(body: unknown): body is SiteDto {
  return (
    isObject(body) &&
    typeof body['guildId'] === 'string' &&
    typeof body['url'] === 'string' &&
    (body['version'] === null || typeof body['version'] === 'string') &&
    isObject(body['bot']) &&
    typeof body['bot']['state'] === 'string' &&
    isObject(body['pushes']) &&
    typeof body['pushes']['waiting'] === 'number' &&
    typeof body['pushes']['dead'] === 'number'
  );
}
