import type { WhyChain, WhyDto } from '@pulsetech/contracts';
import { Moment } from '../../../components/moment.js';
import { Shape } from '../../../components/shape.js';
import { chainSteps, observationWords, type Whom } from '../why-words.js';
import classes from './why-chains.module.css';

interface WhyChainsProps {
  readonly why: WhyDto;
  readonly whom: Whom;
}

/** The answer in a sentence, then each way from a Discord role to the course: role, mapping, grant, last change, what comes next. */
export function WhyChains({ why, whom }: WhyChainsProps) {
  const { conclusion, observation, chains } = why;
  return (
    <div className={classes['why']}>
      <p className={classes['conclusion']}>{conclusion}</p>
      <p className={classes['more']}>
        {observationWords(observation, whom)}
        {observation.at === null ? (
          '.'
        ) : (
          <>
            {', checked '}
            <Moment atMs={observation.at} />.
          </>
        )}
      </p>
      {chains.length === 0 ? null : (
        <ul className={classes['chains']} aria-label="The ways to this course">
          {chains.map((chain, index) => (
            <Chain key={index} chain={chain} whom={whom} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Chain({ chain, whom }: { readonly chain: WhyChain; readonly whom: Whom }) {
  const { lastChange, next } = chain;
  return (
    <li className={classes['chain']}>
      <ol className={classes['steps']}>
        {chainSteps(chain, whom).map(({ tone, text }) => (
          <li key={text}>
            <Shape tone={tone} />
            <span>{text}</span>
          </li>
        ))}
      </ol>
      {lastChange === null ? null : (
        <p className={classes['more']}>
          Last change, <Moment atMs={lastChange.at * 1000} />: {lastChange.sentence}
        </p>
      )}
      <p>{next}</p>
    </li>
  );
}
