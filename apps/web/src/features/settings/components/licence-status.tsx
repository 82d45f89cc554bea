import type { LicenceDto } from '@pulsetech/contracts';
import { Moment } from '../../../components/moment.js';
import { StateMark } from '../../../components/state-mark.js';
import { calendarDay } from '../../../lib/time.js';
import { LICENCE_WORDS } from '../setting-words.js';
import classes from './licence-status.module.css';

/** Whether the licence is valid, why, and what to do. Read out when it changes. */
export function LicenceStatus({ licence }: { readonly licence: LicenceDto }) {
  const { tone, word } = LICENCE_WORDS[licence.status];
  return (
    <div className={classes['status']} role="status">
      <p className={classes['line']}>
        <span>License Status</span> <StateMark tone={tone}>{word}</StateMark>
      </p>
      <p>{licence.message}</p>
      <p className={classes['more']}>
        {licence.verifiedAt === null ? (
          'never verified'
        ) : (
          <>
            {'last verified '}
            <Moment atMs={licence.verifiedAt * 1000} />
          </>
        )}
        {licence.expiresAt === null ? null : ` · until ${calendarDay(licence.expiresAt * 1000)}`}
      </p>
    </div>
  );
}
