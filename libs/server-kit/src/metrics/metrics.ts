import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { LabelBound } from './label-bound.js';

type Labels<L extends string> = Readonly<Record<L, string>>;

/** Everything that this process tells of itself; `GET /metrics` shows it. */
const registry = new Registry();

let tellsOfProcess = false;

export interface MetricText<L extends string> {
  /** `pulsetech_…`, with the unit at its end. */
  readonly name: string;
  readonly help: string;
  /** Never anything of a person: what happened, where in the product, and how it ended. */
  readonly labels?: readonly L[];
}

/** Counts what happened. Values of labels beyond the first 200 sets are counted as `other`. */
export function counter<L extends string = never>(text: MetricText<L>): { add(labels: Labels<L>, by?: number): void } {
  const labelNames = [...(text.labels ?? [])];
  const metric = new Counter<string>({ name: text.name, help: text.help, labelNames, registers: [registry] });
  const bound = new LabelBound(labelNames);
  return { add: (labels, by = 1) => metric.inc(bound.within(labels), by) };
}

/** How long something took, in seconds. `buckets`: upper limits, ascending. */
export function durations<L extends string = never>(
  text: MetricText<L>,
  buckets: readonly number[],
): { observe(labels: Labels<L>, seconds: number): void } {
  const labelNames = [...(text.labels ?? [])];
  const { name, help } = text;
  const metric = new Histogram<string>({ name, help, labelNames, buckets: [...buckets], registers: [registry] });
  const bound = new LabelBound(labelNames);
  return { observe: (labels, seconds) => metric.observe(bound.within(labels), seconds) };
}

/** What a state is, read whenever somebody looks; one that cannot be read is left out. */
export function state<L extends string = never>(
  text: MetricText<L>,
  read: () => Promise<readonly (readonly [Labels<L>, number])[]> | readonly (readonly [Labels<L>, number])[],
): void {
  const labelNames = [...(text.labels ?? [])];
  const bound = new LabelBound(labelNames);
  // A server that is built anew in the same process reads from its own parts.
  registry.removeSingleMetric(text.name);
  new Gauge<string>({
    name: text.name,
    help: text.help,
    labelNames,
    registers: [registry],
    async collect() {
      // Without labels a reset would leave a zero, which nobody read.
      if (labelNames.length > 0) this.reset();
      else this.remove({});
      for (const [labels, value] of await readable(read)) this.set(bound.within(labels), value);
    },
  });
}

/** All metrics in Prometheus' text format. */
export async function metricsText(): Promise<{ readonly contentType: string; readonly text: string }> {
  if (!tellsOfProcess) collectDefaultMetrics({ register: registry });
  tellsOfProcess = true;
  return { contentType: registry.contentType, text: await registry.metrics() };
}

async function readable<T>(read: () => Promise<readonly T[]> | readonly T[]): Promise<readonly T[]> {
  try {
    return await read();
  } catch {
    // A database that is down must not hide the metrics that tell of it; health and the log say why.
    return [];
  }
}
