import { Button } from '@mantine/core';
import type { TokenDto } from '@pulsetech/contracts';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Moment } from '../../../components/moment.js';
import { Notice } from '../../../components/notice.js';
import { StateMark } from '../../../components/state-mark.js';
import { useCreateBillingToken } from '../api/use-create-billing-token.js';
import { stateOf } from '../token-words.js';
import { BotLine } from './bot-line.js';
import classes from './tokens-panel.module.css';

/** The billing server's own token: made and handed over in one step, and never shown. */
export function BillingToken({ tokens }: { readonly tokens: readonly TokenDto[] }) {
  const generation = useCreateBillingToken();
  return (
    <div className={classes['part']}>
      <h3>For the billing server</h3>
      <p className={classes['state']}>
        <HeldToken tokens={tokens} />
      </p>
      {tokens.length === 0 ? null : <BotLine />}
      <div>
        <Button
          variant="default"
          loading={generation.isPending}
          onClick={() => {
            generation.mutate();
          }}
        >
          Generate
        </Button>
      </div>
      {generation.error === null ? null : (
        <ErrorNotice error={generation.error} title="The billing server has no new token" takesFocus />
      )}
      {generation.data ? (
        <Notice
          tone={generation.data.handover.done ? 'ok' : 'warn'}
          title={
            generation.data.handover.done
              ? 'The billing server has the new token'
              : 'It is not known whether the billing server has the new token'
          }
          role="status"
          takesFocus
        >
          <p>
            {generation.data.handover.detail ??
              'Changes of roles in Discord arrive here at once. The token that it had before, if any, has ended.'}
          </p>
        </Notice>
      ) : null}
    </div>
  );
}

function HeldToken({ tokens }: { readonly tokens: readonly TokenDto[] }) {
  const [token, ...more] = tokens;
  if (token === undefined) {
    return (
      <>
        <StateMark tone="waiting">No token yet</StateMark>
        <span>Until it has one, changes of roles in Discord arrive with the next sync.</span>
      </>
    );
  }
  if (more.length > 0) {
    return (
      <>
        <StateMark tone="unknown">{`One of ${String(tokens.length)} tokens`}</StateMark>
        <span>
          The billing server did not answer when the last one was handed over, so all of them work. Generate it again
          when it answers.
        </span>
      </>
    );
  }
  const { tone, word } = stateOf(token);
  return (
    <>
      <StateMark tone={tone}>{word}</StateMark>
      <span>
        generated <Moment atMs={token.createdAt * 1000} /> with the rights of {token.owner},{' '}
        {token.lastUsedAt === null ? (
          'not used yet'
        ) : (
          <>
            last used <Moment atMs={token.lastUsedAt * 1000} />
          </>
        )}
      </span>
    </>
  );
}
