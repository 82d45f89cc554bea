import { Button, Checkbox, TextInput } from '@mantine/core';
import type { SettingsDto } from '@pulsetech/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Notice } from '../../../components/notice.js';
import { Panel } from '../../../components/panel.js';
import { fieldError, isAboutFields, isApiError } from '../../../lib/api-error.js';
import { useDraft } from '../../../lib/drafts.js';
import { PATHS } from '../../../lib/paths.js';
import { useSaveSettings } from '../api/use-save-settings.js';
import { settingsKey } from '../api/use-settings.js';
import { SETTING_LABELS } from '../setting-words.js';
import {
  faultsOf,
  rebase,
  toSave,
  UNTOUCHED,
  valuesOf,
  type SettingFaults,
  type SettingName,
  type SettingsDraft,
  type SettingValues,
} from '../settings-draft.js';
import { LicencePanel } from './licence-panel.js';
import { StaleNotice } from './stale-notice.js';
import { SyncFields } from './sync-fields.js';
import { WebserviceFields } from './webservice-fields.js';
import classes from './settings-form.module.css';

const FIELDS = [
  'syncInterval',
  'lossPolicy',
  'graceDays',
  'removalStopCount',
  'removalStopShare',
  'brokenMappings',
  'historyDays',
  'webserviceLogDays',
] as const satisfies readonly SettingName[];
/** Complaints about these stand beside them and nowhere else. */
const SHOWN_BESIDE = ['licenceKey', ...FIELDS] as const;

/** The API's complaints about single fields. */
const faultsTold = (error: unknown): SettingFaults => {
  const told = FIELDS.map((name) => [name, fieldError(error, name)] as const);
  return Object.fromEntries(told.filter(([, message]) => message !== undefined));
};

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
  const fieldFaults = { ...faultsTold(saving.error), ...(showsFaults ? faultsOf(values) : {}) };

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
      <Panel
        title="Synchronisation"
        lead={
          <>
            What a run of everybody may do by itself. <Link to={PATHS.runs}>Sync runs</Link> shows what each one did.
          </>
        }
      >
        <SyncFields values={values} faults={fieldFaults} onChange={set} />
      </Panel>
      <Panel title="Web service" lead="What Discord bots call, with one of the tokens below.">
        <WebserviceFields values={values} faults={fieldFaults} onChange={set} />
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
