import { discordError, type FieldFault, invalidForm } from '../platform/http/discord-errors.js';
import type { Exchange } from '../platform/http/exchange.js';
import type { Role, RoleColours } from '../world/world.types.js';

export type RoleChanges = Partial<
  Pick<Role, 'name' | 'permissions' | 'colours' | 'hoist' | 'mentionable' | 'unicodeEmoji'>
>;

type Fields = Record<string, unknown>;

async function readFields(exchange: Exchange): Promise<Fields> {
  const text = await exchange.text();
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw discordError(50109);
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidForm([{ field: '_errors', code: 'DICT_TYPE_CONVERT', message: 'Only dictionaries may be used.' }]);
  }
  return value as Fields;
}

/** Reads one field after another and gathers what is wrong with them, so that one answer names all faults. */
class RoleForm {
  readonly faults: FieldFault[] = [];

  constructor(private readonly fields: Fields) {}

  /** The value, or undefined if it is left out, null or wrong. */
  private read<T>(field: string, accept: (value: unknown) => T | FieldFault): T | undefined {
    const value = this.fields[field];
    if (value === undefined || value === null) return undefined;
    const outcome = accept(value);
    if (isFault(outcome)) {
      this.faults.push(outcome);
      return undefined;
    }
    return outcome;
  }

  text(field: string, least: number, most: number): string | undefined {
    return this.read(field, (value) => {
      if (typeof value !== 'string')
        return fault(field, 'STRING_TYPE_CONVERT', `Could not interpret the value as string.`);
      if (value.length >= least && value.length <= most) return value;
      return fault(field, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
    });
  }

  flag(field: string): boolean | undefined {
    return this.read(field, (value) =>
      typeof value === 'boolean' ? value : fault(field, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.'),
    );
  }

  /** Permissions come as a decimal string; numbers are still taken. */
  permissions(): bigint | undefined {
    return this.read('permissions', (value) => {
      const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
      if (/^\d{1,20}$/.test(text)) return BigInt(text);
      return fault('permissions', 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
    });
  }

  colours(): RoleColours | undefined {
    const single = this.read('color', (value) => colour('color', value));
    const several = this.read('colors', (value) => {
      if (typeof value !== 'object' || value === null) {
        return fault('colors', 'DICT_TYPE_CONVERT', 'Only dictionaries may be used.');
      }
      const given = value as Fields;
      const primary = colour('colors', given['primary_color'] ?? 0);
      const secondary = given['secondary_color'] == null ? null : colour('colors', given['secondary_color']);
      const tertiary = given['tertiary_color'] == null ? null : colour('colors', given['tertiary_color']);
      if (isFault(primary)) return primary;
      if (isFault(secondary)) return secondary;
      if (isFault(tertiary)) return tertiary;
      return { primary, secondary, tertiary };
    });
    return several ?? (single === undefined ? undefined : { primary: single, secondary: null, tertiary: null });
  }
}

function fault(field: string, code: string, message: string): FieldFault {
  return { field, code, message };
}

function isFault(value: unknown): value is FieldFault {
  return typeof value === 'object' && value !== null && 'field' in value && 'code' in value;
}

function colour(field: string, value: unknown): number | FieldFault {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return fault(field, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
  }
  if (value >= 0 && value <= 0xffffff) return value;
  return fault(field, 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 16777215.');
}

/** The changes that a request asks of a role; answers 50035 with every fault of its fields. */
export async function readRoleForm(exchange: Exchange): Promise<RoleChanges> {
  const form = new RoleForm(await readFields(exchange));
  const given = {
    name: form.text('name', 1, 100),
    permissions: form.permissions(),
    colours: form.colours(),
    hoist: form.flag('hoist'),
    mentionable: form.flag('mentionable'),
    unicodeEmoji: form.text('unicode_emoji', 0, 100),
  };
  if (form.faults.length > 0) throw invalidForm(form.faults);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
