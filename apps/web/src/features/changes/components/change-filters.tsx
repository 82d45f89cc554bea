import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { changeFilterOf, isNarrowed, type ChangeFilter } from '../change-filter.js';
import { ACTION_CHOICES, CAUSE_CHOICES, causeWords } from '../change-words.js';
import classes from './change-filters.module.css';

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChangeFiltersProps {
  readonly filter: ChangeFilter;
  readonly courses: readonly Choice[];
  readonly onFilter: (filter: ChangeFilter) => void;
}

const ALL: Choice = { value: '', label: 'all' };

/** What is chosen already stands among the choices, also when it is no longer one of them. */
function choices(offered: readonly Choice[], chosen: string | undefined, label: (value: string) => string): Choice[] {
  const isMissing = chosen !== undefined && !offered.some(({ value }) => value === chosen);
  return [ALL, ...offered, ...(isMissing ? [{ value: chosen, label: label(chosen) }] : [])];
}

/** Narrows the list. It starts from what is in the address, so give it a key that changes with that. */
export function ChangeFilters({ filter, courses, onFilter }: ChangeFiltersProps) {
  const [draft, setDraft] = useState(filter);
  const set = (name: keyof ChangeFilter) => (event: { readonly currentTarget: { readonly value: string } }) => {
    setDraft({ ...draft, [name]: event.currentTarget.value || undefined });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onFilter(changeFilterOf(draft));
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate aria-label="Filter the changes">
      <TextInput
        label="Person (user ID)"
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        value={draft.userid ?? ''}
        onChange={set('userid')}
      />
      <NativeSelect
        label="Course"
        data={choices(courses, draft.courseid, (id) => `course ${id}`)}
        value={draft.courseid ?? ''}
        onChange={set('courseid')}
      />
      <NativeSelect
        label="Change"
        data={choices(ACTION_CHOICES, draft.action, (value) => value)}
        value={draft.action ?? ''}
        onChange={set('action')}
      />
      <NativeSelect
        label="Cause"
        data={choices(CAUSE_CHOICES, draft.cause, causeWords)}
        value={draft.cause ?? ''}
        onChange={set('cause')}
      />
      <TextInput
        label="Run"
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        value={draft.runid ?? ''}
        onChange={set('runid')}
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
            Show all changes
          </Button>
        ) : null}
      </div>
    </form>
  );
}
