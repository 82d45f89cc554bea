import { Injectable } from '@nestjs/common';
import type { DiscordRoleDto } from '@pulsetech/contracts';
import { DiscordBotClient, DiscordFailure, Patience } from '@pulsetech/discord-client';
import { Clock } from '@pulsetech/server-kit';
import { GuildError, guildErrorOf } from './guilds.errors.js';
import { GuildRolesService } from './guild-roles.service.js';
import type { RoleCreationEntity } from './role-creation.entity.js';
import { RoleCreationsRepository } from './role-creations.repository.js';

/** Sites wait ten seconds for us; the work goes on, and the same request finds its result. */
const PATIENCE_MS = 9_000;
const KEY = /^[A-Za-z0-9_-]{8,64}$/;

export interface RoleOrder {
  readonly licenceId: number;
  readonly guildId: string;
  readonly name: string;
  /** Who wants it, for Discord's audit log. */
  readonly siteName: string;
  readonly idempotencyKey: string | undefined;
}

/** Creates roles, each exactly once even when Discord's answer or ours is lost. */
@Injectable()
export class RoleCreationService {
  private readonly underWay = new Map<string, Promise<DiscordRoleDto>>();

  constructor(
    private readonly creations: RoleCreationsRepository,
    private readonly roles: GuildRolesService,
    private readonly discord: DiscordBotClient,
    private readonly clock: Clock,
  ) {}

  async create(order: RoleOrder): Promise<DiscordRoleDto> {
    const { idempotencyKey } = order;
    if (idempotencyKey === undefined || !KEY.test(idempotencyKey)) {
      throw new GuildError('invalid_request', 'Send the header Idempotency-Key: 8 to 64 letters, digits, “-” or “_”.');
    }
    const place = `${order.licenceId} ${idempotencyKey}`;
    const work = this.underWay.get(place) ?? this.begin(place, { ...order, idempotencyKey });
    return new Patience(PATIENCE_MS)
      .for(work, () => new DiscordFailure('discord_unavailable'))
      .catch((error: unknown) => {
        throw guildErrorOf(error);
      });
  }

  private begin(place: string, order: RoleOrder & { idempotencyKey: string }): Promise<DiscordRoleDto> {
    const work = this.createOnce(order).finally(() => this.underWay.delete(place));
    this.underWay.set(place, work);
    return work;
  }

  private async createOnce(order: RoleOrder & { idempotencyKey: string }): Promise<DiscordRoleDto> {
    try {
      const earlier = await this.creations.find(order.licenceId, order.idempotencyKey);
      const intent = earlier ?? (await this.writeDown(order));
      if (intent.name !== order.name) {
        throw new GuildError('invalid_request', 'This Idempotency-Key was used for a role of another name.');
      }
      if (intent.role !== null) return JSON.parse(intent.role) as DiscordRoleDto;
      const role = (earlier && (await this.findMade(order, intent))) ?? (await this.make(order, intent));
      await this.creations.complete(intent.id, role.id, JSON.stringify(role));
      return role;
    } finally {
      this.roles.forget(order.guildId);
    }
  }

  private async writeDown(order: RoleOrder & { idempotencyKey: string }): Promise<RoleCreationEntity> {
    const known = await this.roles.readRoles(order.guildId);
    const intent = await this.creations.insertOrFind({
      licenceId: order.licenceId,
      idempotencyKey: order.idempotencyKey,
      name: order.name,
      knownRoleIds: JSON.stringify(known.filter((role) => role.name === order.name).map((role) => role.id)),
      createdAt: this.clock.nowSeconds(),
    });
    if (!intent) throw new Error('A role creation that was just written is gone.');
    return intent;
  }

  private async make(order: RoleOrder, intent: RoleCreationEntity): Promise<DiscordRoleDto> {
    try {
      const made = await this.discord.createRole(order.guildId, order.name, `Created for ${order.siteName}`);
      return await this.roles.describe(made, order.guildId);
    } catch (error) {
      if (error instanceof DiscordFailure && error.code === 'discord_unavailable') {
        // The answer was lost, perhaps not the role.
        const made = await this.findMade(order, intent);
        if (made) return made;
      } else if (error instanceof DiscordFailure) {
        // Discord said no: the same key may be used again once the reason is gone.
        await this.creations.delete(intent.id);
      }
      throw error;
    }
  }

  private async findMade(order: RoleOrder, intent: RoleCreationEntity): Promise<DiscordRoleDto | null> {
    const before = new Set(JSON.parse(intent.knownRoleIds) as string[]);
    for (const role of await this.roles.readRoles(order.guildId)) {
      const isNew = role.name === order.name && !role.managed && !before.has(role.id);
      if (isNew && !(await this.creations.isTaken(role.id))) return role;
    }
    return null;
  }
}
