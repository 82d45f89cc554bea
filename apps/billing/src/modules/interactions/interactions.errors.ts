import { DomainError } from '@pulsetech/server-kit';

export type InteractionErrorCode = 'signature_wrong' | 'interactions_off';

const MESSAGES: Readonly<Record<InteractionErrorCode, string>> = {
  signature_wrong: 'This request is not signed by Discord for this application.',
  interactions_off: 'This server does not answer Discord commands. Set DISCORD_PUBLIC_KEY to have it do so.',
};

/** A request that is not taken for one of Discord's. */
export class InteractionError extends DomainError<InteractionErrorCode> {
  constructor(code: InteractionErrorCode) {
    super(code, MESSAGES[code]);
  }
}
