/** When the billing server got a question and when it was sent, by the clocks of the two; Unix milliseconds. */
export interface Asked {
  readonly receivedAt: number;
  readonly askedAt: number;
}

/**
 * A time of the billing server's clock in ours, as observations are compared with pushes, which carry our time. The way of
 * the question is taken for no time at all, so that an observation looks a little older than it is; and whatever became of
 * that clock meanwhile, nothing was seen later than `now`: it would be taken for newer than all that follows.
 */
export function inOurTime(at: number, { receivedAt, askedAt }: Asked, now: number): number {
  return Math.min(askedAt + at - receivedAt, now);
}
