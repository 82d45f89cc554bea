import { NativeSelect, TextInput } from '@mantine/core';
import { OUTCOME_FAILED, OUTCOME_OK } from '@pulsetech/contracts/constants';
import { useState } from 'react';
import { FilterForm } from '../../../components/filter-form.js';
import { choices, type Choice } from '../../../lib/choices.js';
import { filterOf, isNarrowed, minuteOf, secondsOf, type LogFilter } from '../log-filter.js';
import { functionLabel, outcomeWords } from '../log-words.js';

interface LogFiltersProps {
  readonly filter: LogFilter;
  readonly tokens: readonly Choice[];
  readonly functions: readonly string[];
  readonly onFilter: (filter: LogFilter) => void;
}

/** Narrows the list. It starts from what is in the address, so give it a key that changes with that. */
export function LogFilters({ filter, tokens, functions, onFilter }: LogFiltersProps) {
  const [draft, setDraft] = useState(filter);
  const set = (name: keyof LogFilter) => (event: { readonly currentTarget: { readonly value: string } }) => {
    setDraft({ ...draft, [name]: event.currentTarget.value || undefined });
  };
  const outcomes = [OUTCOME_OK, OUTCOME_FAILED].map((value) => ({ value, label: outcomeWords(value).word }));
  return (
    <FilterForm
      label="Filter the calls"
      onFilter={() => {
        onFilter(filterOf(draft));
      }}
      showAll={
        isNarrowed(filter)
          ? {
              label: 'Show all calls',
              onClick: () => {
                onFilter({});
              },
            }
          : null
      }
    >
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
    </FilterForm>
  );
}
