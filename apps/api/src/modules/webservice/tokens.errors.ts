import { DomainError } from '@pulsetech/server-kit';

export type TokensErrorCode = 'token_not_found' | 'token_owner_not_found';

export class TokensError extends DomainError<TokensErrorCode> {}
