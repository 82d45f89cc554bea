import { Button, TextInput } from '@mantine/core';
import type { DiscordRoleDto } from '@pulsetech/contracts';
import { DISCORD_ROLE_NAME_MAX } from '@pulsetech/contracts/constants';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../../../components/dialog.js';
import { ErrorNotice } from '../../../components/error-notice.js';
import { fieldError, isAboutFields } from '../../../lib/api-error.js';
import { newRequestId } from '../../../lib/request-id.js';
import { useCreateDiscordRole } from '../api/use-create-discord-role.js';
import classes from './create-role-dialog.module.css';

interface CreateRoleDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (role: DiscordRoleDto) => void;
}

/** Creates a role in the Discord server. Sending the same name again, after a lost answer, still creates one role only. */
export function CreateRoleDialog({ opened, onClose, onCreated }: CreateRoleDialogProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Create New Discord Role">
      <CreateRoleForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

function CreateRoleForm({ onClose, onCreated }: Omit<CreateRoleDialogProps, 'opened'>) {
  const [{ name, requestId }, setRequest] = useState(() => ({ name: '', requestId: newRequestId() }));
  const [missing, setMissing] = useState(false);
  const creation = useCreateDiscordRole();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = name.trim();
    setMissing(wanted === '');
    if (wanted !== '') creation.mutate({ name: wanted, requestId }, { onSuccess: onCreated });
  };

  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <p>The role is created in your Discord server without any permissions, and can be mapped at once.</p>
      <TextInput
        label="Role name"
        value={name}
        maxLength={DISCORD_ROLE_NAME_MAX}
        data-autofocus
        error={missing ? 'Enter a name for the role.' : fieldError(creation.error, 'name')}
        onChange={(event) => {
          setMissing(false);
          setRequest({ name: event.currentTarget.value, requestId: newRequestId() });
        }}
      />
      {creation.error === null || isAboutFields(creation.error, ['name']) ? null : (
        <ErrorNotice error={creation.error} title="The role was not created" />
      )}
      <div className={classes['actions']}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={creation.isPending}>
          Create
        </Button>
      </div>
    </form>
  );
}
