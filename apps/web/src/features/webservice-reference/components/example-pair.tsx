import type { WebserviceFunctionDto } from '@pulsetech/contracts';
import { CodeTabs } from './code-tabs.js';
import { FORMATS, LANGUAGES, type SampleChoice } from './sample-choice.js';
import classes from './example-pair.module.css';

interface ExamplePairProps {
  /** What is called, for who cannot see what stands around it. */
  readonly title: string;
  readonly described: WebserviceFunctionDto;
  readonly choice: SampleChoice;
}

/** What is sent, and beside it what comes back. */
export function ExamplePair({ title, described, choice }: ExamplePairProps) {
  return (
    <div className={classes['pair']}>
      <CodeTabs
        title={`${title}: request`}
        heading={<h3>Request</h3>}
        codes={described.samples}
        names={LANGUAGES}
        chosen={choice.language}
        onChoose={choice.chooseLanguage}
      />
      <CodeTabs
        title={`${title}: answer`}
        heading={<h3>Answer</h3>}
        codes={described.answerExample}
        names={FORMATS}
        chosen={choice.format}
        onChoose={choice.chooseFormat}
      />
    </div>
  );
}
