import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Empty } from '../../../components/empty.js';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Panel } from '../../../components/panel.js';
import { QueryView } from '../../../components/query-view.js';
import { SkeletonRows } from '../../../components/skeleton-rows.js';
import { fieldError, isAboutFields } from '../../../lib/api-error.js';
import { useCreateToken } from '../api/use-create-token.js';
import { useTokens } from '../api/use-tokens.js';
import { CreatedToken } from './created-token.js';
import { TokenTable } from './token-table.js';
import classes from './tokens-panel.module.css';

const NAME_MAX = 100;

/** Tokens with which Discord bots call the web service. */
export function TokensPanel() {
  const tokens = useTokens();
  const creation = useCreateToken();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = name.trim();
    setMissing(wanted === '');
    if (wanted === '') return;
    creation.mutate(
      { name: wanted },
      {
        onSuccess: () => {
          setName('');
        },
      },
    );
  };

  return (
    <Panel
      title="Web Service Token"
      lead="With a token, a Discord bot can call this site’s web service in your name. It is also sent to the billing server for the bot’s pushes. Keep it secret."
    >
      <form className={classes['form']} onSubmit={submit} noValidate aria-label="Generate a token">
        <TextInput
          className={classes['name']}
          label="Token name"
          description="So that you know later what uses it."
          maxLength={NAME_MAX}
          value={name}
          error={
            missing ? 'Give the token a name, so that you know later what uses it.' : fieldError(creation.error, 'name')
          }
          onChange={(event) => {
            setMissing(false);
            setName(event.currentTarget.value);
          }}
        />
        <Button type="submit" variant="default" loading={creation.isPending}>
          Generate
        </Button>
      </form>
      {creation.error === null || isAboutFields(creation.error, ['name']) ? null : (
        <ErrorNotice error={creation.error} title="No token was generated" takesFocus />
      )}
      {creation.data ? <CreatedToken created={creation.data} /> : null}
      <QueryView query={tokens} what="the tokens" skeleton={<SkeletonRows rows={2} height={36} />}>
        {(data) => (data.length === 0 ? <Empty title="There is no token yet" /> : <TokenTable tokens={data} />)}
      </QueryView>
    </Panel>
  );
}
