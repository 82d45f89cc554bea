import type { DiscordRoleDto } from '@pulsetech/contracts';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** The Discord roles as the form offers them: in Discord's order, the highest first, and told apart where names repeat. */
export function discordRoleOptions(roles: readonly DiscordRoleDto[]): SelectOption[] {
  const names = new Map<string, number>();
  for (const { name } of roles) names.set(name, (names.get(name) ?? 0) + 1);
  return [...roles]
    .sort((a, b) => b.position - a.position)
    .map((role) => ({ value: role.id, label: label(role, (names.get(role.name) ?? 0) > 1) }));
}

function label({ id, name, everyone }: DiscordRoleDto, repeated: boolean): string {
  if (everyone) return `${name} (every member)`;
  return repeated ? `${name} (${id})` : name;
}

/** Options by name and id; Moodle allows two courses or cohorts of one name. */
export function namedOptions(items: readonly { readonly id: number; readonly name: string }[]): SelectOption[] {
  const names = new Map<string, number>();
  for (const { name } of items) names.set(name, (names.get(name) ?? 0) + 1);
  return items.map(({ id, name }) => ({
    value: String(id),
    label: (names.get(name) ?? 0) > 1 ? `${name} (${String(id)})` : name,
  }));
}
