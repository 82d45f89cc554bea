import { Command, CommandRunner } from 'nest-commander';
import { RunDecisions } from '../review/run-decisions.service.js';
import { RunViewService } from '../review/run-view.service.js';
import { runIdOf } from './run-id.js';
import { summaryOf } from './run-text.js';

@Command({
  name: 'run:stop',
  arguments: '<run>',
  description: 'End a synchronisation run that is going on: what was given and taken by then stays',
})
export class RunStopCommand extends CommandRunner {
  constructor(
    private readonly decisions: RunDecisions,
    private readonly views: RunViewService,
  ) {
    super();
  }

  override async run([text]: string[]): Promise<void> {
    process.stdout.write(summaryOf(await this.views.dto(await this.decisions.stop(runIdOf(text)))));
  }
}
