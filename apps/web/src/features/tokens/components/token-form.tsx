import { Button, Checkbox, TextInput } from '@mantine/core';
import type { CreateTokenDto } from '@pulsetech/contracts';
import { TOKEN_ADDRESSES_MAX, TOKEN_NAME_MAX } from '@pulsetech/contracts/constants';
import { useState, type FormEvent } from 'react';
import { fieldError } from '../../../lib/api-error.js';
import { shortFunctionName } from '../../../lib/function-name.js';
import { useTokenFunctions } from '../api/use-token-functions.js';
import { endOfDay } from '../token-words.js';
import classes from './tokens-panel.module.css';

/** Fields whose faults are told beside them. */
export const FIELDS = ['name', 'owner', 'functions', 'validUntil', 'addresses'] as const;
const LIMITS = ['owner', 'functions', 'validUntil', 'addresses'] as const;

interface Draft {
  readonly name: string;
  readonly owner: string;
  /** Null for all. */
  readonly functions: readonly string[] | null;
  readonly day: string;
  readonly addresses: string;
}

const EMPTY: Draft = { name: '', owner: '', functions: null, day: '', addresses: '' };

interface TokenFormProps {
  readonly pending: boolean;
  readonly error: unknown;
  readonly onEdit: () => void;
  /** `done` empties the form. */
  readonly onCreate: (token: CreateTokenDto, done: () => void) => void;
}

/** Creates a token for somebody's own bot; everything but its name may stay as it is. */
export function TokenForm({ pending, error, onEdit, onCreate }: TokenFormProps) {
  const [draft, setDraft] = useState(EMPTY);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [opened, setOpened] = useState(false);
  const faultOf = (field: string): string | undefined => faults[field] ?? fieldError(error, field);
  const isFaulty = LIMITS.some((field) => faultOf(field) !== undefined);
  const [wasFaulty, setWasFaulty] = useState(isFaulty);
  if (isFaulty !== wasFaulty) {
    // A complaint opens the part that it stands in; whoever closes it then may.
    setWasFaulty(isFaulty);
    if (isFaulty) setOpened(true);
  }
  const functions = useTokenFunctions(opened);

  const set = (change: Partial<Draft>): void => {
    onEdit();
    setFaults({});
    setDraft({ ...draft, ...change });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = faultsOf(draft);
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    onCreate(toRequest(draft), () => {
      setDraft(EMPTY);
      setOpened(false);
    });
  };

  return (
    <form className={classes['form']} onSubmit={submit} noValidate aria-label="Create a token">
      <TextInput
        className={classes['field']}
        label="Token name"
        description="So that you know later what uses it."
        maxLength={TOKEN_NAME_MAX}
        value={draft.name}
        error={faultOf('name')}
        onChange={(event) => {
          set({ name: event.currentTarget.value });
        }}
      />
      <details
        open={opened}
        onToggle={(event) => {
          setOpened(event.currentTarget.open);
        }}
      >
        <summary>Owner and limits</summary>
        <div className={classes['limits']}>
          <TextInput
            className={classes['field']}
            label="Owner"
            description="Username of the person whose rights the token has. Empty: you. For somebody else you need the capability moodle/webservice:managealltokens."
            maxLength={100}
            autoComplete="off"
            autoCapitalize="none"
            value={draft.owner}
            error={faultOf('owner')}
            onChange={(event) => {
              set({ owner: event.currentTarget.value });
            }}
          />
          <TextInput
            className={classes['field']}
            type="date"
            label="Last day"
            description="On which it works. Empty: it does not expire."
            value={draft.day}
            error={faultOf('validUntil')}
            onChange={(event) => {
              set({ day: event.currentTarget.value });
            }}
          />
          <TextInput
            className={classes['field']}
            label="Allowed addresses"
            description="Where it may be used from, with commas: 192.168.0.1, 10.0.0.0/8, 192.168., 192.168.0.10-20, or IPv6 alike. Empty: anywhere."
            maxLength={TOKEN_ADDRESSES_MAX}
            value={draft.addresses}
            error={faultOf('addresses')}
            onChange={(event) => {
              set({ addresses: event.currentTarget.value });
            }}
          />
          <Checkbox
            label="All functions"
            description="Also those that later versions add."
            checked={draft.functions === null}
            error={draft.functions === null ? faultOf('functions') : undefined}
            onChange={(event) => {
              set({ functions: event.currentTarget.checked ? null : [] });
            }}
          />
          {draft.functions === null ? null : (
            <Checkbox.Group
              label="Functions"
              description="The ones that it may call."
              value={[...draft.functions]}
              error={faultOf('functions')}
              onChange={(chosen) => {
                set({ functions: chosen });
              }}
            >
              <div className={classes['functions']}>
                {functions.isError ? <p>The functions could not be read. Reload the page.</p> : null}
                {(functions.data ?? []).map(({ name }) => (
                  <Checkbox key={name} value={name} label={shortFunctionName(name)} />
                ))}
              </div>
            </Checkbox.Group>
          )}
        </div>
      </details>
      <div>
        <Button type="submit" variant="default" loading={pending}>
          Create token
        </Button>
      </div>
    </form>
  );
}

function faultsOf({ name, functions, day }: Draft): Record<string, string> {
  const faults: Record<string, string> = {};
  if (name.trim() === '') faults['name'] = 'Give the token a name, so that you know later what uses it.';
  if (functions?.length === 0) faults['functions'] = 'Choose at least one function.';
  if (day !== '' && endOfDay(day) === null) faults['validUntil'] = 'Enter a day.';
  return faults;
}

function toRequest({ name, owner, functions, day, addresses }: Draft): CreateTokenDto {
  return {
    name: name.trim(),
    owner: owner.trim() === '' ? null : owner.trim(),
    functions: functions === null ? null : [...functions],
    validUntil: endOfDay(day),
    addresses: addresses.trim() === '' ? null : addresses.trim(),
  };
}
