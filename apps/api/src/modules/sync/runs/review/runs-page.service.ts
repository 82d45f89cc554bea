import { Injectable } from '@nestjs/common';
import type {
  PageOf,
  RunDto,
  RunFiguresDto,
  RunItemDto,
  RunItemsQueryDto,
  RunProblemDto,
  RunsQueryDto,
} from '@pulsetech/contracts';
import { RunDecisions } from './run-decisions.service.js';
import { RunFiguresService } from './run-figures.service.js';
import { RunItemsService } from './run-items.service.js';
import { RunViewService } from './run-view.service.js';
import { RunsService } from '../runs.service.js';

/** What the pages about runs show and do. */
@Injectable()
export class RunsPageService {
  constructor(
    private readonly runs: RunsService,
    private readonly decisions: RunDecisions,
    private readonly views: RunViewService,
    private readonly itemPages: RunItemsService,
    private readonly runFigures: RunFiguresService,
  ) {}

  list(query: RunsQueryDto): Promise<RunDto[]> {
    return this.views.list(query);
  }

  show(id: number): Promise<RunDto> {
    return this.views.show(id);
  }

  async start(dry: boolean): Promise<RunDto> {
    return this.views.dto((await this.runs.start({ cause: 'manual', dry })).run);
  }

  async figures(id: number): Promise<RunFiguresDto> {
    await this.views.show(id);
    return this.runFigures.of(id);
  }

  async items(id: number, query: RunItemsQueryDto): Promise<PageOf<RunItemDto>> {
    await this.views.show(id);
    return this.itemPages.page(id, query);
  }

  problems(id: number): Promise<RunProblemDto[]> {
    return this.views.problems(id);
  }

  async approve(id: number, by: number): Promise<RunDto> {
    return this.views.dto((await this.decisions.approve(id, by)).run);
  }

  async reject(id: number, by: number): Promise<RunDto> {
    return this.views.dto(await this.decisions.reject(id, by));
  }

  async undo(id: number): Promise<RunDto> {
    return this.views.dto((await this.decisions.undo(id)).run);
  }

  async stop(id: number): Promise<RunDto> {
    return this.views.dto(await this.decisions.stop(id));
  }
}
