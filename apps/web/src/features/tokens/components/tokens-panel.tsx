import { Link } from '@tanstack/react-router';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Empty } from '../../../components/empty.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { isAboutFields } from '../../../lib/api-error.js';
import { PATHS } from '../../../lib/paths.js';
import { useCreateToken } from '../api/use-create-token.js';
import { useTokens } from '../api/use-tokens.js';
import { BillingToken } from './billing-token.js';
import { CreatedToken, type FirstCallView } from './created-token.js';
import { FIELDS, TokenForm } from './token-form.js';
import { TokenTable } from './token-table.js';
import classes from './tokens-panel.module.css';

/** Tokens with which bots and the billing server call the web service. */
export function TokensPanel({ firstCall }: { readonly firstCall: FirstCallView }) {
  const tokens = useTokens();
  const creation = useCreateToken();
  return (
    <Panel
      title="Web Service Token"
      lead={
        <>
          With a token, a Discord bot calls this site’s web service with the rights of the token’s owner. Keep tokens
          secret. <Link to={PATHS.webservice}>What a bot sends, and what comes back</Link>
        </>
      }
      actions={
        <Link to={PATHS.activity} search={{ tab: 'webservice' }}>
          Who called what
        </Link>
      }
    >
      <QueryView query={tokens} what="the tokens" skeleton={<SkeletonRows rows={1} height={72} />}>
        {(data) => <BillingToken tokens={data.filter(({ kind }) => kind === 'billing')} />}
      </QueryView>
      <div className={classes['part']}>
        <h3>For your own bots</h3>
        <TokenForm
          pending={creation.isPending}
          error={creation.error}
          onEdit={() => {
            // A complaint ends with the next key; a token that was made stays until the page goes.
            if (creation.isError) creation.reset();
          }}
          onCreate={(token, done) => {
            creation.mutate(token, { onSuccess: done });
          }}
        />
        {creation.error === null || isAboutFields(creation.error, FIELDS) ? null : (
          <ErrorNotice error={creation.error} title="No token was created" takesFocus />
        )}
        {creation.data ? <CreatedToken created={creation.data} firstCall={firstCall} /> : null}
      </div>
      <div className={classes['part']}>
        <h3>All tokens</h3>
        <QueryView query={tokens} what="the tokens" skeleton={<SkeletonRows rows={2} height={36} />}>
          {(data) => {
            const made = data.filter(({ kind }) => kind !== 'login');
            const bySignIn = data.filter(({ kind }) => kind === 'login');
            return (
              <>
                {made.length === 0 ? (
                  <Empty title="There is no token yet" />
                ) : (
                  <TokenTable label="Tokens" tokens={made} />
                )}
                {bySignIn.length === 0 ? null : (
                  <details>
                    <summary>{`Of apps that people have signed in to (${String(bySignIn.length)})`}</summary>
                    <TokenTable label="Tokens by sign-in" tokens={bySignIn} />
                  </details>
                )}
              </>
            );
          }}
        </QueryView>
      </div>
    </Panel>
  );
}
