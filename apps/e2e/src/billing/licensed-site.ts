export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A site as the billing server knows it: its licence key and nothing else. */
export class LicensedSite {
  constructor(
    private readonly billing: string,
    private readonly key: string,
    readonly guildId: string,
  ) {}

  roles(): Promise<Answer> {
    return this.ask('GET', '/v1/guild/roles');
  }

  lookup(ids: readonly string[]): Promise<Answer> {
    return this.ask('POST', '/v1/guild/members/lookup', { ids, maxAgeMs: 0 });
  }

  /** Takes a snapshot of the guild, and answers what it came to in the end. */
  async snapshot(): Promise<Answer> {
    let answer = await this.ask('POST', '/v1/guild/snapshots', { linked: 100, maxAgeMs: 0 });
    while (answer.body['state'] === 'walking') {
      await new Promise((resolve) => setTimeout(resolve, 500));
      answer = await this.ask('GET', `/v1/guild/snapshots/${String(answer.body['id'])}`);
    }
    return answer;
  }

  private async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const response = await fetch(this.billing + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        // As sites do for what they can wait for.
        prefer: 'wait=60',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }
}
