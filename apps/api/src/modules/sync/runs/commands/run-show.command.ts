import { Command, CommandRunner } from 'nest-commander';
import { RunViewService } from '../review/run-view.service.js';
import { runIdOf } from './run-id.js';
import { summaryOf } from './run-text.js';

@Command({ name: 'run:show', arguments: '<run>', description: 'Show one synchronisation run with its problems' })
export class RunShowCommand extends CommandRunner {
  constructor(private readonly views: RunViewService) {
    super();
  }

  override async run([text]: string[]): Promise<void> {
    const id = runIdOf(text);
    const run = await this.views.show(id);
    const problems = await this.views.problems(id);
    const lines = problems.map(
      ({ userName, message }) => `  - ${userName === null ? '' : `${userName}: `}${message}\n`,
    );
    process.stdout.write(`${summaryOf(run)}${lines.join('')}`);
  }
}
