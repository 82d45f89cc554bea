import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { Public } from '@pulsetech/server-kit';
import type { Request } from 'express';
import { InteractionsService } from './interactions.service.js';
import type { InteractionReply } from './replies.js';
import { WebhookEvents } from './webhook-events.service.js';

/** What Discord itself calls; each request proves itself by its signature. */
@Controller()
@Public()
export class InteractionsController {
  constructor(
    private readonly interactions: InteractionsService,
    private readonly events: WebhookEvents,
  ) {}

  @Post('interactions')
  @HttpCode(200)
  interaction(@Req() request: Request): Promise<InteractionReply> {
    return this.interactions.answer(request);
  }

  @Post('webhook-events')
  @HttpCode(204)
  @Header('Content-Type', 'application/json')
  event(@Req() request: Request): Promise<void> {
    return this.events.receive(request);
  }
}
