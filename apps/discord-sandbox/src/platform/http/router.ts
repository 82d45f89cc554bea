import type { Exchange } from './exchange.js';
import type { Reply } from './reply.js';

export type Handler = (exchange: Exchange) => Reply | Promise<Reply>;

/** Who may call a route of Discord's API. */
export type Caller = 'bot' | 'user' | 'bot or user' | 'anyone';

/** A route of Discord's API is counted, can be made to fail and can be limited; the sandbox's own pages cannot. */
export interface Route {
  readonly method: string;
  readonly template: string;
  readonly caller: Caller | 'control' | 'page';
  readonly handle: Handler;
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

function match(segments: readonly string[], parts: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(part);
    else if (segment !== part) return null;
  }
  return params;
}

/** Finds the route of a request. Of two routes that fit, the one registered first wins. */
export class Router {
  private readonly byLength = new Map<number, Compiled[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.template.split('/');
      const group = this.byLength.get(segments.length) ?? [];
      this.byLength.set(segments.length, [...group, { route, segments }]);
    }
  }

  /** The route and its parameters, or the methods that the path does know (none: there is no such path). */
  find(method: string, path: string): { route: Route; params: Record<string, string> } | { allowed: string[] } {
    const parts = path.split('/');
    const allowed: string[] = [];
    for (const { route, segments } of this.byLength.get(parts.length) ?? []) {
      const params = match(segments, parts);
      if (params === null) continue;
      if (route.method === method) return { route, params };
      allowed.push(route.method);
    }
    return { allowed };
  }
}
