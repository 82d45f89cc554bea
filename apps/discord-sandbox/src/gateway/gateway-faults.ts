import type { GuildEvent } from './gateway-codes.js';

/** What may go wrong with an event on its way; one that is dropped is gone for good, also for whoever resumes. */
export const eventFaults = ['drop', 'duplicate', 'delay'] as const;

export interface EventFault {
  /** `*`: any event. */
  readonly event: GuildEvent | '*';
  readonly what: (typeof eventFaults)[number];
  readonly delayMs: number;
  /** How many more events it strikes; null: all. */
  readonly times: number | null;
}

/** The failures that events of the gateway meet by order, in the order in which they were given. */
export class EventFaults {
  private list: EventFault[] = [];

  all(): readonly EventFault[] {
    return this.list;
  }

  replace(faults: readonly EventFault[]): void {
    this.list = [...faults];
  }

  /** The failure that strikes this event, which is used up by that. */
  take(event: GuildEvent): EventFault | null {
    const at = this.list.findIndex((fault) => fault.event === '*' || fault.event === event);
    const fault = this.list[at];
    if (!fault) return null;
    if (fault.times === 1) this.list.splice(at, 1);
    else if (fault.times !== null) this.list[at] = { ...fault, times: fault.times - 1 };
    return fault;
  }
}
