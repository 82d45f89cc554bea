import { Injectable } from '@nestjs/common';
import type { BotState } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';

/** How the bot hears of Discord, for health, metrics and the sites. */
@Injectable()
export class GatewayStatus {
  private current: { readonly state: BotState; readonly since: number };
  private heardAt: () => number = () => 0;

  constructor(private readonly clock: Clock) {
    this.current = { state: 'off', since: clock.nowMs() };
  }

  get state(): BotState {
    return this.current.state;
  }

  /** Unix milliseconds. */
  get since(): number {
    return this.current.since;
  }

  /** When the gateway last acknowledged a heartbeat, Unix milliseconds; null while it is not heard. */
  get lastHeardAtMs(): number | null {
    return this.heardAt() || null;
  }

  become(state: BotState): void {
    if (state !== this.current.state) this.current = { state, since: this.clock.nowMs() };
  }

  hearBy(heardAt: () => number): void {
    this.heardAt = heardAt;
  }
}
