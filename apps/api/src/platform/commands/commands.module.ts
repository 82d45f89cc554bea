import { Module } from '@nestjs/common';
import { CachePurgeCommand } from './cache-purge.command.js';

/** Commands that concern the server as a whole; features bring their own. */
@Module({ providers: [CachePurgeCommand] })
export class CommandsModule {}
