import type { ExpectedEnrolment } from '@pulsetech/contracts';
import { Empty } from '../../../components/empty.js';
import { Panel } from '../../../components/panel.js';
import { StateMark } from '../../../components/state-mark.js';
import { expectedWords } from '../expected-words.js';
import classes from './expected-panel.module.css';

/** What Discord roles give on this site, and where the person stands with each. */
export function ExpectedPanel({ expected }: { readonly expected: readonly ExpectedEnrolment[] }) {
  return (
    <Panel title="Expected enrolments" lead="What roles in Discord give on this site.">
      {expected.length === 0 ? (
        <Empty title="Nothing is set up yet">
          <p>The site team has not connected any Discord role with a course.</p>
        </Empty>
      ) : (
        <ul className={classes['list']}>
          {expected.map((enrolment) => (
            <ExpectedRow key={enrolment.mappingId} enrolment={enrolment} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ExpectedRow({ enrolment }: { readonly enrolment: ExpectedEnrolment }) {
  const { tone, word, why } = expectedWords(enrolment);
  const more = [enrolment.role, enrolment.cohort === null ? null : `cohort ${enrolment.cohort}`];
  return (
    <li className={classes['row']} data-state={enrolment.state}>
      <div className={classes['what']}>
        <h3>{enrolment.course ?? 'A course that no longer exists'}</h3>
        <p className={classes['more']}>{more.filter((part) => part !== null).join(' · ')}</p>
        <p className={classes['more']}>{why}</p>
      </div>
      <StateMark tone={tone}>{word}</StateMark>
    </li>
  );
}
