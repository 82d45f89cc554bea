import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FilterForm } from '../../../components/filter-form.js';
import { choices, type Choice } from '../../../lib/choices.js';
import { changeFilterOf, isNarrowed, type ChangeFilter } from '../change-filter.js';
import { ACTION_CHOICES, CAUSE_CHOICES, causeWords } from '../change-words.js';

interface ChangeFiltersProps {
  readonly filter: ChangeFilter;
  readonly courses: readonly Choice[];
  readonly onFilter: (filter: ChangeFilter) => void;
}

/** Narrows the list. It starts from what is in the address, so give it a key that changes with that. */
export function ChangeFilters({ filter, courses, onFilter }: ChangeFiltersProps) {
  const [draft, setDraft] = useState(filter);
  const set = (name: keyof ChangeFilter) => (event: { readonly currentTarget: { readonly value: string } }) => {
    setDraft({ ...draft, [name]: event.currentTarget.value || undefined });
  };
  return (
    <FilterForm
      label="Filter the changes"
      onFilter={() => {
        onFilter(changeFilterOf(draft));
      }}
      showAll={
        isNarrowed(filter)
          ? {
              label: 'Show all changes',
              onClick: () => {
                onFilter({});
              },
            }
          : null
      }
    >
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
    </FilterForm>
  );
}
