import { Injectable } from '@nestjs/common';

/** How long a walk waits before it asks again for what got no answer; when the list is used up, it fails. */
@Injectable()
export class WalkPauses {
  readonly outagesMs: readonly number[] = [1_000, 2_000, 5_000, 10_000, 20_000];
  readonly countsMs: readonly number[] = [500, 2_000];
}
