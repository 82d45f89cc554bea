export interface Limit {
  readonly bucket: string;
  readonly requests: number;
  readonly windowMs: number;
}

/** What a bucket says after it was asked for one request. */
export interface Taken {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetAfterMs: number;
  /** Until one more request is allowed. */
  readonly retryAfterMs: number;
}

export interface Bucket {
  take(now: number): Taken;
}

/** All requests come back at once, a window after the first. */
export function fixedWindow({ requests, windowMs }: Limit): Bucket {
  let used = 0;
  let endsAt = -Infinity;
  return {
    take: (now) => {
      if (now >= endsAt) [used, endsAt] = [0, now + windowMs];
      const allowed = used < requests;
      if (allowed) used += 1;
      return { allowed, remaining: requests - used, resetAfterMs: endsAt - now, retryAfterMs: endsAt - now };
    },
  };
}

/** Requests come back one after the other, evenly; most of Discord's buckets are such ones since 2022. */
export function leakyBucket({ requests, windowMs }: Limit): Bucket {
  const each = windowMs / requests;
  // When the bucket would be full again, in milliseconds; a request moves it by one interval.
  let fullAt = -Infinity;
  return {
    take: (now) => {
      const wait = Math.max(fullAt, now) - now;
      const allowed = wait + each <= windowMs;
      if (allowed) fullAt = now + wait + each;
      const resetAfterMs = allowed ? wait + each : wait;
      const remaining = Math.max(0, Math.floor((windowMs - resetAfterMs) / each));
      return { allowed, remaining, resetAfterMs, retryAfterMs: Math.max(0, wait + each - windowMs) };
    },
  };
}
