import { Command, CommandRunner } from 'nest-commander';
import { RunDecisions } from '../review/run-decisions.service.js';
import { RunViewService } from '../review/run-view.service.js';
import { runIdOf } from './run-id.js';
import { summaryOf } from './run-text.js';

@Command({ name: 'run:reject', arguments: '<run>', description: 'Reject a held synchronisation run: nothing is taken' })
export class RunRejectCommand extends CommandRunner {
  constructor(
    private readonly decisions: RunDecisions,
    private readonly views: RunViewService,
  ) {
    super();
  }

  override async run([text]: string[]): Promise<void> {
    process.stdout.write(summaryOf(await this.views.dto(await this.decisions.reject(runIdOf(text), null))));
  }
}
