import { Button, Select } from '@mantine/core';
import type { MappingOptionsDto } from '@pulsetech/contracts';
import type { FormEvent } from 'react';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { fieldError, isAboutFields } from '../../../lib/api-error.js';
import { useCreateMapping } from '../api/use-create-mapping.js';
import { discordRoleOptions, namedOptions } from '../discord-role-options.js';
import { complaints, type MappingDraft } from '../mapping-draft.js';
import classes from './add-mapping-form.module.css';

interface AddMappingFormProps {
  readonly options: MappingOptionsDto;
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
  readonly onAdded: () => void;
}

const FIELDS = ['discordRoleId', 'courseId', 'roleId', 'cohortId'] as const;
/** A site may have thousands of courses; so many are drawn at once, and typing finds the others. */
const SHOWN_AT_ONCE = 100;

export function AddMappingForm({ options, draft, onChange, onAdded }: AddMappingFormProps) {
  const creation = useCreateMapping();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    creation.reset();
    const { missing, mapping } = complaints(draft);
    if (mapping) creation.mutate(mapping, { onSuccess: onAdded });
    else onChange({ ...draft, missing });
  };

  const field = (name: (typeof FIELDS)[number]) => ({
    searchable: true,
    comboboxProps: { withinPortal: false },
    clearable: name === 'cohortId',
    limit: SHOWN_AT_ONCE,
    nothingFoundMessage: 'Nothing has this name',
    value: draft[name],
    error: draft.missing[name] ?? fieldError(creation.error, name),
    onChange: (value: string | null) => {
      onChange({ ...draft, [name]: value, missing: { ...draft.missing, [name]: undefined } });
    },
  });

  return (
    <form className={classes['form']} onSubmit={submit} noValidate aria-label="Add a mapping">
      <div className={classes['fields']}>
        <Select label="Discord role" data={discordRoleOptions(options.discordRoles)} {...field('discordRoleId')} />
        <Select label="Course" data={namedOptions(options.courses)} {...field('courseId')} />
        <Select label="Role" data={namedOptions(options.roles)} {...field('roleId')} />
        <Select
          label="Cohort (optional)"
          data={namedOptions(options.cohorts)}
          clearButtonProps={{ 'aria-label': 'Choose no cohort' }}
          {...field('cohortId')}
        />
      </div>
      {creation.error === null || isAboutFields(creation.error, FIELDS) ? null : (
        <ErrorNotice error={creation.error} title="The mapping was not added" takesFocus />
      )}
      {creation.isSuccess ? (
        <Notice tone="ok" title="The mapping was added" role="status">
          <p>
            People with this Discord role are enrolled when they next sync or sign in, and at the next scheduled sync.
          </p>
        </Notice>
      ) : null}
      <div>
        <Button type="submit" loading={creation.isPending}>
          Add Mapping
        </Button>
      </div>
    </form>
  );
}
