import { jsonReply, Refusal } from '../platform/http/reply.js';
import { parseSnowflake } from '../world/snowflake.js';

/** An answer of the control interface to bad input or a thing that is not there. */
export function controlError(status: number, message: string, faults: readonly string[] = []): Refusal {
  return new Refusal(jsonReply(status, { message, faults }));
}

type Check<T> = (value: unknown) => T | undefined;

const asText: Check<string> = (value) => (typeof value === 'string' ? value : undefined);
const asFlag: Check<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the fields of one JSON object; `finish` refuses with all faults together, unknown fields among them. */
export class ControlFields {
  private readonly values: Record<string, unknown>;
  private readonly read = new Set<string>();
  private readonly faults: string[] = [];

  constructor(
    value: unknown,
    private readonly where: string,
  ) {
    if (!isRecord(value)) throw controlError(400, `${where} must be a JSON object.`);
    this.values = value;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** Fields that the sandbox's own answers carry and that say nothing new. */
  ignore(...names: string[]): void {
    for (const name of names) this.read.add(name);
  }

  text(name: string, most = 200): string | undefined {
    const text = this.take(name, asText, 'text');
    if (text !== undefined && text.length > most) this.faults.push(`${name} may have ${most} characters at most.`);
    return text;
  }

  textOrNull(name: string, most = 200): string | null | undefined {
    return this.values[name] === null ? this.none(name) : this.text(name, most);
  }

  flag(name: string): boolean | undefined {
    return this.take(name, asFlag, 'true or false');
  }

  integer(name: string, least: number, most: number): number | undefined {
    const check: Check<number> = (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
    return this.take(name, check, `a whole number from ${least} to ${most}`);
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    return this.take(name, (value) => choices.find((choice) => choice === value), `one of ${choices.join(', ')}`);
  }

  id(name: string): string | undefined {
    return this.take(name, (value) => parseSnowflake(String(value)) ?? undefined, 'an id of 17 to 19 digits, as text');
  }

  decimal(name: string): bigint | undefined {
    const check: Check<bigint> = (value) => (/^\d{1,20}$/.test(String(value)) ? BigInt(String(value)) : undefined);
    return this.take(name, check, 'a decimal number as text');
  }

  timeOrNull(name: string): string | null | undefined {
    if (this.values[name] === null) return this.none(name);
    const check: Check<string> = (value) =>
      typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined;
    return this.take(name, check, 'an ISO 8601 time or null');
  }

  ids(name: string): string[] | undefined {
    const check: Check<string[]> = (value) => {
      if (!Array.isArray(value)) return undefined;
      const ids = value.flatMap((id) => (typeof id === 'string' ? (parseSnowflake(id) ?? []) : []));
      return ids.length === value.length ? [...new Set(ids)] : undefined;
    };
    return this.take(name, check, 'a list of ids of 17 to 19 digits, as text');
  }

  any(name: string): unknown {
    this.read.add(name);
    return this.values[name];
  }

  fault(message: string): void {
    this.faults.push(message);
  }

  finish(): void {
    const unknown = Object.keys(this.values).filter((name) => !this.read.has(name));
    const faults = [...this.faults, ...unknown.map((name) => `${name} is not a field of this object.`)];
    if (faults.length > 0) throw controlError(400, `${this.where} is not valid.`, faults);
  }

  private none(name: string): null {
    this.read.add(name);
    return null;
  }

  private take<T>(name: string, check: Check<T>, wanted: string): T | undefined {
    this.read.add(name);
    const value = this.values[name];
    if (value === undefined) return undefined;
    const accepted = check(value);
    if (accepted === undefined) this.faults.push(`${name} must be ${wanted}.`);
    return accepted;
  }
}

/** The fields that were given; those left out stay as they are. */
export function given<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
