import type { BotDto } from '@pulsetech/contracts';
import { Moment } from '../../../components/moment.js';
import type { Tone } from '../../../components/shape.js';
import { StateMark } from '../../../components/state-mark.js';
import { useBot } from '../api/use-bot.js';
import classes from './tokens-panel.module.css';

const WORDS = {
  ok: { tone: 'ok', word: 'Changes arrive at once' },
  waiting: { tone: 'waiting', word: 'Changes arrive later' },
  attention: { tone: 'warn', word: 'Changes do not arrive at once' },
  unknown: { tone: 'unknown', word: 'Not known' },
} as const satisfies Record<BotDto['condition'], { readonly tone: Tone; readonly word: string }>;

/** How changes of roles get from Discord to this site. Where that cannot be read, the rest of the page says why. */
export function BotLine() {
  const { data: bot } = useBot();
  if (bot === undefined) return null;
  const { tone, word } = WORDS[bot.condition];
  return (
    <p className={classes['state']}>
      <StateMark tone={tone}>{word}</StateMark>
      <span>
        {bot.message}
        {bot.lastPushAt === null ? null : (
          <>
            {' The last change arrived '}
            <Moment atMs={bot.lastPushAt * 1000} />.
          </>
        )}
      </span>
    </p>
  );
}
