import { Button } from '@mantine/core';
import type { ExpectedEnrolment } from '@pulsetech/contracts';
import { useId, useState, type ReactNode } from 'react';
import { Empty } from '../../../components/empty.js';
import { Panel } from '../../../components/panel.js';
import { StateMark } from '../../../components/state-mark.js';
import { expectedWords } from '../expected-words.js';
import classes from './expected-panel.module.css';

interface ExpectedPanelProps {
  readonly expected: readonly ExpectedEnrolment[];
  /** Why the person has a course or not, step by step. */
  readonly explain: (courseId: number) => ReactNode;
}

/** What Discord roles give on this site, and where the person stands with each. */
export function ExpectedPanel({ expected, explain }: ExpectedPanelProps) {
  return (
    <Panel title="Expected enrolments" lead="What roles in Discord give on this site.">
      {expected.length === 0 ? (
        <Empty title="Nothing is set up yet">
          <p>The site team has not connected any Discord role with a course.</p>
        </Empty>
      ) : (
        <ul className={classes['list']}>
          {expected.map((enrolment) => (
            <ExpectedRow key={enrolment.mappingId} enrolment={enrolment} explain={explain} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface ExpectedRowProps {
  readonly enrolment: ExpectedEnrolment;
  readonly explain: ExpectedPanelProps['explain'];
}

function ExpectedRow({ enrolment, explain }: ExpectedRowProps) {
  const [explained, setExplained] = useState(false);
  const explanation = useId();
  const { tone, word, why } = expectedWords(enrolment);
  const more = [enrolment.role, enrolment.cohort === null ? null : `cohort ${enrolment.cohort}`];
  return (
    <li className={classes['row']} data-state={enrolment.state}>
      <div className={classes['what']}>
        <h3>{enrolment.course ?? 'A course that no longer exists'}</h3>
        <p className={classes['more']}>{more.filter((part) => part !== null).join(' · ')}</p>
        <p className={classes['more']}>{why}</p>
        <Button
          className={classes['ask']}
          size="compact-xs"
          variant="default"
          aria-expanded={explained}
          aria-controls={explained ? explanation : undefined}
          aria-label={`Why? ${enrolment.course ?? 'A course that no longer exists'} by ${enrolment.discordRole}`}
          onClick={() => {
            setExplained(!explained);
          }}
        >
          Why?
        </Button>
      </div>
      <StateMark tone={tone}>{word}</StateMark>
      {explained ? (
        <div id={explanation} className={classes['why']}>
          {explain(enrolment.courseId)}
        </div>
      ) : null}
    </li>
  );
}
