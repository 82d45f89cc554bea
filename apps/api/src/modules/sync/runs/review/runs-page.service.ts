import { Injectable } from '@nestjs/common';
import type { PageOf, RunDto, RunFiguresDto, RunItemDto, RunItemsQueryDto } from '@pulsetech/contracts';
import { RunDecisions } from './run-decisions.service.js';
import { RunFiguresService } from './run-figures.service.js';
import { RunItemsService } from './run-items.service.js';
import { RunViewService } from './run-view.service.js';
import { RunsService } from '../runs.service.js';

/** What the pages about runs do, and show besides the runs themselves. */
@Injectable()
export class RunsPageService {
  constructor(
    private readonly runs: RunsService,
    private readonly decisions: RunDecisions,
    private readonly views: RunViewService,
    private readonly itemPages: RunItemsService,
    private readonly runFigures: RunFiguresService,
  ) {}

  async start(dry: boolean, by: number): Promise<RunDto> {
    return this.views.dto((await this.runs.start({ cause: 'manual', dry, startedBy: by })).run);
  }

  async figures(id: number): Promise<RunFiguresDto> {
    await this.views.require(id);
    return this.runFigures.of(id);
  }

  async items(id: number, query: RunItemsQueryDto): Promise<PageOf<RunItemDto>> {
    await this.views.require(id);
    return this.itemPages.page(id, query);
  }

  async approve(id: number, by: number): Promise<RunDto> {
    return this.views.dto((await this.decisions.approve(id, by)).run);
  }

  async reject(id: number, by: number): Promise<RunDto> {
    return this.views.dto(await this.decisions.reject(id, by));
  }

  async undo(id: number, by: number): Promise<RunDto> {
    return this.views.dto((await this.decisions.undo(id, by)).run);
  }

  async stop(id: number): Promise<RunDto> {
    return this.views.dto(await this.decisions.stop(id));
  }
}
