import { Injectable } from '@nestjs/common';
import type { DependencyHealth, HealthReport } from '@pulsetech/contracts';

const CHECK_TIMEOUT_MS = 3000;

export interface HealthFinding {
  readonly status: DependencyHealth['status'];
  readonly detail?: string;
}

interface RegisteredCheck {
  readonly name: string;
  readonly required: boolean;
  readonly check: () => Promise<HealthFinding>;
}

/** What the server depends on; each part registers its own check. */
@Injectable()
export class HealthRegistry {
  private readonly checks: RegisteredCheck[] = [];

  /** `required`: the server is not ready while this is down. Details are shown to anybody: no addresses, no secrets. */
  register(name: string, required: boolean, check: () => Promise<HealthFinding>): void {
    this.checks.push({ name, required, check });
  }

  /** Asks all at once. A check that throws counts as down, one that does not answer within 3 s as well. */
  async report(version: string): Promise<HealthReport> {
    const dependencies = Object.fromEntries(
      await Promise.all(this.checks.map(async (entry) => [entry.name, await examine(entry)] as const)),
    );
    const unavailable = Object.values(dependencies).some((found) => found.required && found.status === 'down');
    return { status: unavailable ? 'unavailable' : 'ok', version, dependencies };
  }
}

async function examine({ check, required }: RegisteredCheck): Promise<DependencyHealth> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<HealthFinding>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'down', detail: 'It did not answer in time.' }), CHECK_TIMEOUT_MS);
  });
  try {
    return { ...(await Promise.race([check(), timeout])), required };
  } catch {
    // Why is not told here: whoever reads /health may be anybody, and driver messages carry addresses and names.
    return { status: 'down', required, detail: 'The check failed.' };
  } finally {
    clearTimeout(timer);
  }
}
