import type { PageOf, RunDto, RunItemDto, RunProblemDto } from '@pulsetech/contracts';
import type { Answer, SiteClient } from '../harness/site-client.js';

const EVERY_MS = 50;

/** Runs, as the admin's page starts, follows and decides about them. Goes on through restarts of the server. */
export class RunsClient {
  constructor(private readonly admin: SiteClient) {}

  async start(order: { dry?: boolean } = {}): Promise<RunDto> {
    return this.successful(await patiently(() => this.admin.post<RunDto>('/api/v1/sync/runs', order)));
  }

  async list(): Promise<RunDto[]> {
    return this.successful(await patiently(() => this.admin.get<RunDto[]>('/api/v1/sync/runs?limit=20')));
  }

  async get(id: number): Promise<RunDto> {
    return this.successful(await patiently(() => this.admin.get<RunDto>(`/api/v1/sync/runs/${id}`)));
  }

  async decide(id: number, decision: 'approve' | 'reject' | 'undo' | 'stop'): Promise<RunDto> {
    return this.successful(await patiently(() => this.admin.post<RunDto>(`/api/v1/sync/runs/${id}/${decision}`)));
  }

  async problems(id: number): Promise<string[]> {
    const path = `/api/v1/sync/runs/${id}/problems`;
    const problems = this.successful(await patiently(() => this.admin.get<RunProblemDto[]>(path)));
    return problems.map(({ message }) => message);
  }

  /** All items of a run, page by page. */
  async items(id: number, filter = ''): Promise<RunItemDto[]> {
    const all: RunItemDto[] = [];
    for (let after: string | null = ''; after !== null;) {
      const more: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const path = `/api/v1/sync/runs/${id}/items?limit=100${filter}${more}`;
      const page: PageOf<RunItemDto> = this.successful(await this.admin.get<PageOf<RunItemDto>>(path));
      all.push(...page.items);
      after = page.next;
    }
    return all;
  }

  /** Waits until a run no longer runs. */
  async ended(id: number, timeoutMs = 90_000): Promise<RunDto> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const run = await this.get(id);
      if (run.state !== 'running') return run;
      if (Date.now() > deadline) throw new Error(`Run ${id} did not end: ${JSON.stringify(run)}`);
      await pause(EVERY_MS);
    }
  }

  /** Waits until no run is going on. */
  async idle(): Promise<void> {
    for (const run of await this.list()) if (run.state === 'running') await this.ended(run.id);
  }

  private successful<T>({ status, body }: Answer<T>): T {
    if (status >= 300) throw new Error(`The site answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
}

/** A server that is being started anew does not answer for a moment. */
export async function patiently<T>(ask: () => Promise<Answer<T>>, timeoutMs = 30_000): Promise<Answer<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await pause(EVERY_MS);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
