import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { SettingsDto } from '@pulsetech/contracts';
import { SYNC_INTERVALS } from '@pulsetech/contracts/constants';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { Panel } from '../../../components/panel.js';
import { fieldError, isAboutFields, isApiError } from '../../../lib/api-error.js';
import { useDraft } from '../../../lib/drafts.js';
import { useSaveSettings } from '../api/use-save-settings.js';
import { settingsKey } from '../api/use-settings.js';
import { INTERVAL_LABELS, SETTING_LABELS } from '../setting-words.js';
import {
  faultsOf,
  rebase,
  toSave,
  UNTOUCHED,
  valuesOf,
  type SettingsDraft,
  type SettingValues,
} from '../settings-draft.js';
import { LicencePanel } from './licence-panel.js';
import { StaleNotice } from './stale-notice.js';
import { WebserviceFields } from './webservice-fields.js';
import classes from './settings-form.module.css';

const SHOWN_BESIDE = ['licenceKey', 'syncInterval', 'webserviceLogDays'] as const;

/** The API's refusal to write over what somebody else has saved since the page was read. */
const isStale = (error: unknown): boolean => isApiError(error, 409) && error.code === 'stale_settings';

interface SettingsFormProps {
  readonly stored: SettingsDto;
  readonly userId: number;
}

export function SettingsForm({ stored, userId }: SettingsFormProps) {
  const [draft, setDraft, forgetDraft] = useDraft(`settings:${String(userId)}`, UNTOUCHED);
  const queryClient = useQueryClient();
  const saving = useSaveSettings();
  const values = valuesOf(stored, draft);
  const [showsFaults, setShowsFaults] = useState(false);
  const faults = showsFaults ? faultsOf(values) : {};

  const edit = (part: Partial<SettingsDraft>): void => {
    saving.reset();
    setDraft({ ...draft, revision: draft.revision ?? stored.revision, ...part });
  };
  const set = (change: Partial<SettingValues>): void => {
    edit({ changes: { ...draft.changes, ...change } });
  };
  const drop = (): void => {
    setDraft(UNTOUCHED);
    forgetDraft();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const isFaulty = Object.keys(faultsOf(values)).length > 0;
    setShowsFaults(isFaulty);
    if (isFaulty) return;
    saving.mutate(toSave(stored, draft), {
      onSuccess: drop,
      onError: (error) => {
        const fresh = queryClient.getQueryData<SettingsDto>(settingsKey);
        if (isStale(error) && fresh) setDraft(rebase(draft, fresh));
      },
    });
  };

  return (
    <form className={classes['form']} onSubmit={submit} noValidate aria-label="Settings">
      <LicencePanel
        licence={stored.licence}
        typedKey={draft.licenceKey}
        removeKey={draft.removeKey}
        error={fieldError(saving.error, 'licenceKey')}
        onChange={edit}
      />
      <Panel title="Discord">
        <div className={classes['fields']}>
          <TextInput
            label="Discord Server ID"
            description={
              stored.licence.guildName === null
                ? 'Comes with the licence by itself.'
                : `“${stored.licence.guildName}”. Comes with the licence by itself.`
            }
            value={stored.licence.guildId ?? ''}
            placeholder="none yet"
            readOnly
          />
          <Checkbox
            label={SETTING_LABELS.discordLogin}
            description="Shows “Continue with Discord” on the sign-in page."
            checked={values.discordLogin}
            onChange={(event) => {
              set({ discordLogin: event.currentTarget.checked });
            }}
          />
          <Checkbox
            label={SETTING_LABELS.autoCreate}
            description="Creates an account for people who sign in with Discord and have none."
            checked={values.autoCreate}
            onChange={(event) => {
              set({ autoCreate: event.currentTarget.checked });
            }}
          />
          <Checkbox
            label={SETTING_LABELS.linkByEmail}
            description="Links a Discord account to the existing user with the same e-mail address. Be careful: whoever controls that address in Discord then gets into the account here. Only addresses that Discord says are verified count."
            checked={values.linkByEmail}
            onChange={(event) => {
              set({ linkByEmail: event.currentTarget.checked });
            }}
          />
        </div>
      </Panel>
      <Panel title="Synchronisation">
        <div className={classes['fields']}>
          <NativeSelect
            label={SETTING_LABELS.syncInterval}
            description="How often the Discord roles of all linked users are compared with their courses. Hourly is recommended."
            data={SYNC_INTERVALS.map((value) => ({ value, label: INTERVAL_LABELS[value] }))}
            value={values.syncInterval}
            error={fieldError(saving.error, 'syncInterval')}
            onChange={(event) => {
              const chosen = SYNC_INTERVALS.find((interval) => interval === event.currentTarget.value);
              if (chosen) set({ syncInterval: chosen });
            }}
          />
        </div>
      </Panel>
      <Panel title="Web service" lead="What Discord bots call, with one of the tokens below.">
        <WebserviceFields
          values={values}
          daysError={faults.webserviceLogDays ?? fieldError(saving.error, 'webserviceLogDays')}
          onChange={set}
        />
      </Panel>
      {draft.stale ? <StaleNotice stored={stored} draft={draft} onDrop={drop} /> : null}
      {saving.error === null || isStale(saving.error) || isAboutFields(saving.error, SHOWN_BESIDE) ? null : (
        <ErrorNotice error={saving.error} title="The settings were not saved" takesFocus />
      )}
      {saving.isSuccess ? <Notice tone="ok" title="The settings are saved" role="status" /> : null}
      <div>
        <Button type="submit" loading={saving.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
