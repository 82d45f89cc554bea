/** A body that is still arriving. */
export interface OpenBody {
  readonly address: string;
  readonly stop: () => void;
  bytes: number;
}

interface Sender {
  bytes: number;
  /** In the order in which they began. */
  readonly bodies: Set<OpenBody>;
}

/** The bodies that are still arriving, with the oldest stopped when they hold more bytes than they may. */
export class OpenBodies {
  private bytes = 0;
  /** In the order in which they began. */
  private readonly bodies = new Set<OpenBody>();
  private readonly senders = new Map<string, Sender>();

  constructor(
    private readonly bytesInAll: number,
    private readonly bytesPerAddress: number,
  ) {}

  /** `stop` is called when it must make room; it is closed by then. */
  add(address: string, stop: () => void): OpenBody {
    const body = { address, stop, bytes: 0 };
    this.bodies.add(body);
    const sender = this.senders.get(address);
    if (sender === undefined) this.senders.set(address, { bytes: 0, bodies: new Set([body]) });
    else sender.bodies.add(body);
    return body;
  }

  /** So many bytes more are held. May stop bodies, this one among them. */
  grow(body: OpenBody, bytes: number): void {
    const sender = this.senders.get(body.address);
    if (sender === undefined || !this.bodies.has(body)) return;
    body.bytes += bytes;
    sender.bytes += bytes;
    this.bytes += bytes;
    while (sender.bytes > this.bytesPerAddress) this.stop(sender.bodies);
    while (this.bytes > this.bytesInAll) this.stop(this.bodies);
  }

  /** It arrived, or nobody waits for it any more. */
  close(body: OpenBody): void {
    if (!this.bodies.delete(body)) return;
    this.bytes -= body.bytes;
    const sender = this.senders.get(body.address);
    if (sender === undefined) return;
    sender.bytes -= body.bytes;
    sender.bodies.delete(body);
    if (sender.bodies.size === 0) this.senders.delete(body.address);
  }
  /** Stops the oldest of them. */
  private stop(bodies: ReadonlySet<OpenBody>): void {
    for (const body of bodies) {
      this.close(body);
      body.stop();
      return;
    }
  }
}
