import { Button, NativeSelect, TextInput } from '@mantine/core';
import { OUTCOME_FAILED, OUTCOME_OK } from '@pulsetech/contracts/constants';
import { useState, type FormEvent } from 'react';
import { filterOf, isNarrowed, minuteOf, secondsOf, type LogFilter } from '../log-filter.js';
import { functionLabel, outcomeWords } from '../log-words.js';
import classes from './log-filters.module.css';

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface LogFiltersProps {
  readonly filter: LogFilter;
  readonly tokens: readonly Choice[];
  readonly functions: readonly string[];
  readonly onFilter: (filter: LogFilter) => void;
}

const EVERYTHING: Choice = { value: '', label: 'all' };

/** What is chosen already stands among the choices, also when it is no longer one of them. */
function choices(offered: readonly Choice[], chosen: string | undefined, label: (value: string) => string): Choice[] {
  const isMissing = chosen !== undefined && !offered.some(({ value }) => value === chosen);
  return [EVERYTHING, ...offered, ...(isMissing ? [{ value: chosen, label: label(chosen) }] : [])];
}

/** Narrows the list. It starts from what is in the address, so give it a key that changes with that. */
export function LogFilters({ filter, tokens, functions, onFilter }: LogFiltersProps) {
  const [draft, setDraft] = useState(filter);
  const set = (name: keyof LogFilter) => (event: { readonly currentTarget: { readonly value: string } }) => {
    setDraft({ ...draft, [name]: event.currentTarget.value || undefined });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onFilter(filterOf(draft));
  };
  const outcomes = [OUTCOME_OK, OUTCOME_FAILED].map((value) => ({ value, label: outcomeWords(value).word }));
  return (
    <form className={classes['form']} onSubmit={submit} noValidate aria-label="Filter the calls">
      <NativeSelect
        label="Token"
        data={choices(tokens, draft.token, (id) => `token ${id}`)}
        value={draft.token ?? ''}
        onChange={set('token')}
      />
      <NativeSelect
        label="Function"
        data={choices(
          functions.map((value) => ({ value, label: functionLabel(value) })),
          draft.function,
          functionLabel,
        )}
        value={draft.function ?? ''}
        onChange={set('function')}
      />
      <NativeSelect
        label="Outcome"
        data={choices(outcomes, draft.outcome, (code) => `${outcomeWords(code).word} (${code})`)}
        value={draft.outcome ?? ''}
        onChange={set('outcome')}
      />
      <TextInput
        label="Username"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={draft.user ?? ''}
        onChange={set('user')}
      />
      <TextInput
        label="From"
        type="datetime-local"
        value={minuteOf(draft.since)}
        onChange={(event) => {
          setDraft({ ...draft, since: secondsOf(event.currentTarget.value, 'first') });
        }}
      />
      <TextInput
        label="Until"
        type="datetime-local"
        value={minuteOf(draft.until)}
        onChange={(event) => {
          setDraft({ ...draft, until: secondsOf(event.currentTarget.value, 'last') });
        }}
      />
      <div className={classes['actions']}>
        <Button type="submit" variant="default">
          Filter
        </Button>
        {isNarrowed(filter) ? (
          <Button
            variant="subtle"
            onClick={() => {
              onFilter({});
            }}
          >
            Show all calls
          </Button>
        ) : null}
      </div>
    </form>
  );
}
