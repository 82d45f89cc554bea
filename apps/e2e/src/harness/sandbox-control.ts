import { DEMO_GUILD } from '../../../../tools/demo-wiring.mjs';

export interface Fault {
  /** `METHOD /path`; `*` stands for any text and `:name` for an id. */
  readonly route: string;
  readonly status?: number;
  readonly code?: number | string;
  readonly delayMs?: number;
  readonly times?: number;
  readonly retryAfter?: number;
  readonly scope?: 'user' | 'global' | 'shared';
  /** The request is carried out, and only its answer is lost or replaced. */
  readonly after?: boolean;
}

export interface SandboxMember {
  readonly id: string;
  readonly username: string;
  readonly roles: readonly string[];
  readonly [field: string]: unknown;
}

/** Steers the stand-in for Discord: who is in the demo's guild with which roles, and what fails. */
export class SandboxControl {
  constructor(readonly url: string) {}

  member(userId: string): Promise<SandboxMember> {
    return this.ask('GET', this.path(userId)) as Promise<SandboxMember>;
  }

  async setRoles(userId: string, roles: readonly string[]): Promise<void> {
    await this.ask('PUT', this.path(userId), { roles });
  }

  async setMember(userId: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.ask('PUT', this.path(userId), fields);
  }

  async removeMember(userId: string): Promise<void> {
    await this.ask('DELETE', this.path(userId));
  }

  /** Makes or changes many members at once. */
  async setMembers(members: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    await this.ask('POST', `/__control/guilds/${DEMO_GUILD}/members`, members);
  }

  /** Makes the role in the demo's guild, or renames it. */
  async putRole(roleId: string, name: string): Promise<void> {
    await this.ask('PUT', `/__control/guilds/${DEMO_GUILD}/roles/${roleId}`, { name });
  }

  async deleteRole(roleId: string): Promise<void> {
    await this.ask('DELETE', `/__control/guilds/${DEMO_GUILD}/roles/${roleId}`);
  }

  async order(...faults: readonly Fault[]): Promise<void> {
    await this.ask('PUT', '/__control/faults', faults);
  }

  async heal(): Promise<void> {
    await this.ask('DELETE', '/__control/faults');
  }

  /** How often each route was asked for since the counts were last forgotten. */
  requests(): Promise<Record<string, number>> {
    return this.ask('GET', '/__control/requests') as Promise<Record<string, number>>;
  }

  async forgetRequests(): Promise<void> {
    await this.ask('DELETE', '/__control/requests');
  }

  /** Everything as at the start: members, roles, grants, faults. */
  async reset(): Promise<void> {
    await this.ask('POST', '/__control/reset');
  }

  private path(userId: string): string {
    return `/__control/guilds/${DEMO_GUILD}/members/${userId}`;
  }

  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}
