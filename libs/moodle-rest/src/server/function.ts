import type { Description, InputOf, Keys, OutputOf, SentOf, StructureDescription } from '../description/description.js';
import type { CallContext } from './call-context.js';

/** A capability that a function asks of its caller, with the words that Moodle's refusal shows. */
export interface FunctionCapability {
  readonly name: string;
  readonly title: string;
}

interface FunctionOf<Caller, K extends Keys, R extends Description | null> {
  /** Full name, e.g. `local_pulsetech_discord_get_role_mappings`. */
  readonly name: string;
  readonly description: string;
  /** Version that `core_webservice_get_site_info` shows. */
  readonly version?: string;
  readonly parameters: StructureDescription<K, 'required'>;
  /** Null for a function that answers nothing. */
  readonly returns: R;
  readonly capability: FunctionCapability | null;
  /**
   * The function is refused when part of the request could not be read, where Moodle would leave that part out. For
   * functions to which the absence of a parameter means something.
   */
  readonly needsWholeRequest?: boolean;
  /** What the documentation shows: a call, and what it answers. */
  readonly example?: { readonly parameters: SentOf<K>; readonly answer: OutputOf<R> };
  readonly handler: (
    parameters: InputOf<StructureDescription<K>>,
    caller: Caller,
    context: CallContext,
  ) => OutputOf<R> | Promise<OutputOf<R>>;
}

/** A web service function, declared once: its documentation, its checks and its work. */
export interface MoodleFunction<Caller> {
  readonly name: string;
  readonly description: string;
  /** Version that `core_webservice_get_site_info` shows. */
  readonly version?: string;
  readonly parameters: StructureDescription;
  readonly returns: Description | null;
  readonly capability: FunctionCapability | null;
  readonly needsWholeRequest?: boolean;
  readonly example?: { readonly parameters: unknown; readonly answer: unknown };
  readonly handler: (parameters: never, caller: Caller, context: CallContext) => unknown;
}

/** Declares a function; the handler's parameters and result are typed by the descriptions. */
export function defineFunction<Caller, K extends Keys, R extends Description | null>(
  declaration: FunctionOf<Caller, K, R>,
): MoodleFunction<Caller> {
  return declaration;
}
