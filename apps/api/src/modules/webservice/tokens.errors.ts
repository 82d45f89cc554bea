import { DomainError } from '@pulsetech/server-kit';

export type TokensErrorCode =
  | 'token_not_found'
  | 'token_owner_not_found'
  | 'token_owner_not_permitted'
  | 'token_owner_unfit'
  | 'token_handover_unsafe'
  | 'token_handover_refused';

export class TokensError extends DomainError<TokensErrorCode> {}
