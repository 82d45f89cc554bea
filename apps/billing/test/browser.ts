export interface Visit {
  readonly status: number;
  /** Empty when it is no redirect. */
  readonly location: string;
  readonly headers: Headers;
  readonly text: string;
}

/** As much of a browser as following a sign-in takes: cookies, no redirects by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every value that any cookie ever had. */
  readonly received: string[] = [];

  get(url: string): Promise<Visit> {
    return this.visit(url, {});
  }

  post(url: string, form: Readonly<Record<string, string>>): Promise<Visit> {
    return this.visit(url, { method: 'POST', body: new URLSearchParams(form) });
  }

  private async visit(url: string, init: RequestInit): Promise<Visit> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
      if (value !== '') this.received.push(value);
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      headers: response.headers,
      text: await response.text(),
    };
  }
}
