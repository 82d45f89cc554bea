import { Injectable } from '@nestjs/common';
import { InteractionType } from 'discord-api-types/v10';
import type { Request } from 'express';
import { commandCallOf, type CommandCall } from './command-call.js';
import { InteractionError } from './interactions.errors.js';
import { LinkCommand } from './link-command.js';
import { atOnce, LATER, PONG, type InteractionReply } from './replies.js';
import { SignedRequests } from './signed-requests.service.js';
import { SiteCommands } from './site-commands.service.js';

const UNKNOWN =
  'This command is not known here any more. Close and open Discord, and look at the list of commands again.';

/** Answers what people type in Discord, within the 3 seconds that Discord waits. */
@Injectable()
export class InteractionsService {
  constructor(
    private readonly requests: SignedRequests,
    private readonly link: LinkCommand,
    private readonly siteCommands: SiteCommands,
  ) {}

  /** @throws InteractionError for what Discord did not sign, and for what came before. */
  async answer(request: Request): Promise<InteractionReply> {
    const { body, repeated } = this.requests.open(request);
    if (repeated) throw new InteractionError('signature_wrong');
    if (body['type'] === InteractionType.Ping) return PONG;
    const call = body['type'] === InteractionType.ApplicationCommand ? commandCallOf(body) : null;
    return call === null ? atOnce({ content: UNKNOWN }) : this.run(call);
  }

  private async run(call: CommandCall): Promise<InteractionReply> {
    if (call.name === 'link') return atOnce(await this.link.run(call));
    const begun = this.siteCommands.begin(call);
    if (begun === 'unknown') return atOnce({ content: UNKNOWN });
    return begun === 'later' ? LATER : atOnce(begun);
  }
}
