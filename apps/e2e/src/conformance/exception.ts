import type { Part } from './comparison.js';

/** Why the product need not answer as Moodle did. */
export type Reason =
  | 'PHP internals'
  | 'SQL text'
  | 'pages of another server'
  | 'functions that the product does not have'
  | 'switches that the product does not have'
  | 'states that the product does not have'
  | 'deliberate differences';

/** Which recordings; all that are given must hold. */
export interface Condition {
  readonly file?: RegExp;
  readonly name?: RegExp;
  readonly function?: RegExp | 'not of the product';
  /** The name of a field of the form. */
  readonly field?: RegExp;
  /** A field of the form as `name=value`. */
  readonly fieldValue?: RegExp;
  /** Names of which the form has no field. */
  readonly withoutField?: RegExp;
  readonly header?: RegExp;
  readonly method?: RegExp;
  readonly path?: RegExp;
  /** What was sent, as it was sent. */
  readonly body?: RegExp;
  readonly recordedStatus?: number;
  readonly recordedBody?: RegExp;
  readonly database?: 'sqlite';
}

/** What the answer must be instead. */
export type Instead =
  /** As Moodle answered the recording of this name, in the same format and with the same debugging. */
  | { readonly asRecorded: 'unknown-function' | 'missing-token' }
  /** As the product itself answers the same request when it is changed so. */
  | { readonly asOurAnswerTo: 'the token as a parameter' | 'one empty role' }
  /** What was recorded, but for these parts, or for what is cut out of the bodies. */
  | { readonly allBut: { readonly parts?: readonly Part[]; readonly within?: readonly RegExp[] } }
  /** An answer of the product’s own. */
  | { readonly status: number; readonly body: RegExp };

export interface Exception {
  readonly reason: Reason;
  readonly because: string;
  /** The row of “Deliberate differences” in `docs/webservice.md` that tells of it; null for what nobody meets. */
  readonly row: string | null;
  readonly when: Condition;
  readonly instead: Instead;
  /** The product does what Moodle refused: the site is put back afterwards, so that the next recording finds it as Moodle had it. */
  readonly doesMore?: true;
}
