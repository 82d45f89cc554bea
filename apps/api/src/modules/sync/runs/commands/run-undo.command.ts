import { Command, CommandRunner } from 'nest-commander';
import { RunDecisions } from '../review/run-decisions.service.js';
import { RunViewService } from '../review/run-view.service.js';
import { runIdOf } from './run-id.js';
import { exitCodeOf, summaryOf } from './run-text.js';

@Command({
  name: 'run:undo',
  arguments: '<run>',
  description: 'Reverse what a synchronisation run changed',
})
export class RunUndoCommand extends CommandRunner {
  constructor(
    private readonly decisions: RunDecisions,
    private readonly views: RunViewService,
  ) {
    super();
  }

  override async run([text]: string[]): Promise<void> {
    const { end } = await this.decisions.undo(runIdOf(text), null);
    const ended = await this.views.dto(await end());
    process.stdout.write(summaryOf(ended));
    process.exitCode = exitCodeOf(ended);
  }
}
