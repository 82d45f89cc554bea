import { Command, CommandRunner } from 'nest-commander';
import { RunDecisions } from '../review/run-decisions.service.js';
import { RunViewService } from '../review/run-view.service.js';
import { runIdOf } from './run-id.js';
import { exitCodeOf, summaryOf } from './run-text.js';

@Command({
  name: 'run:approve',
  arguments: '<run>',
  description: 'Let a held synchronisation run go on: people are read anew, and what is still true is taken',
})
export class RunApproveCommand extends CommandRunner {
  constructor(
    private readonly decisions: RunDecisions,
    private readonly views: RunViewService,
  ) {
    super();
  }

  override async run([text]: string[]): Promise<void> {
    const { end } = await this.decisions.approve(runIdOf(text), null);
    const ended = await this.views.dto(await end());
    process.stdout.write(summaryOf(ended));
    process.exitCode = exitCodeOf(ended);
  }
}
