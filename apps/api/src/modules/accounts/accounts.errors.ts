import { DomainError } from '@pulsetech/server-kit';

export type AccountsErrorCode =
  'sign_in_required' | 'not_permitted' | 'csrf_invalid' | 'invalid_login' | 'too_many_attempts' | 'sign_in_busy';

export class AccountsError extends DomainError<AccountsErrorCode> {}
