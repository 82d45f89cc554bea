import { isSnowflake } from '@pulsetech/domain';
import type { APIApplicationCommand, APIGuild, APIGuildMember, APIRole } from 'discord-api-types/v10';

// Only what is relied on is checked: an answer without it must never be read as "no roles" or "no members".

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function isGuild(body: unknown): body is APIGuild {
  return isObject(body) && typeof body.id === 'string' && typeof body.name === 'string';
}

export function isRole(body: unknown): body is APIRole {
  return (
    isObject(body) &&
    typeof body.id === 'string' &&
    typeof body.name === 'string' &&
    typeof body.position === 'number' &&
    typeof body.managed === 'boolean'
  );
}

export function isRoleList(body: unknown): body is APIRole[] {
  return Array.isArray(body) && body.every(isRole);
}

export function isMember(body: unknown): body is APIGuildMember {
  return (
    isObject(body) &&
    isObject(body.user) &&
    typeof body.user.id === 'string' &&
    Array.isArray(body.roles) &&
    body.roles.every((role) => typeof role === 'string')
  );
}

export function isMemberList(body: unknown): body is APIGuildMember[] {
  return Array.isArray(body) && body.every(isMember);
}

export function isMemberCounts(body: unknown): body is Record<string, number> {
  return (
    isObject(body) &&
    !Array.isArray(body) &&
    Object.entries(body).every(([id, count]) => isSnowflake(id) && Number.isInteger(count))
  );
}

export function isUser(body: unknown): body is { id: string } {
  return isObject(body) && typeof body.id === 'string' && isSnowflake(body.id);
}

export function isCommandList(body: unknown): body is APIApplicationCommand[] {
  return Array.isArray(body) && body.every((one) => isObject(one) && typeof one.name === 'string');
}
