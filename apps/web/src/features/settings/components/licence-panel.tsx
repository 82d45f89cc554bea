import { Button, Checkbox, TextInput } from '@mantine/core';
import type { LicenceDto } from '@pulsetech/contracts';
import { ErrorNotice } from '../../../components/error-notice.js';
import { Panel } from '../../../components/panel.js';
import { useVerifyLicence } from '../api/use-verify-licence.js';
import { LicenceStatus } from './licence-status.js';
import classes from './settings-form.module.css';

interface LicencePanelProps {
  readonly licence: LicenceDto;
  readonly typedKey: string;
  readonly removeKey: boolean;
  readonly error: string | undefined;
  readonly onChange: (key: { readonly licenceKey: string; readonly removeKey: boolean }) => void;
}

export function LicencePanel({ licence, typedKey, removeKey, error, onChange }: LicencePanelProps) {
  const verification = useVerifyLicence();
  return (
    <Panel title="Licence" lead="Everything that this site does with Discord needs a valid licence.">
      <div className={classes['fields']}>
        <TextInput
          label="License Key"
          description={
            licence.maskedKey === null
              ? 'In the form PLMS-XXXX-XXXX-XXXX-XXXX.'
              : `Stored: ${licence.maskedKey}. Leave this empty to keep it.`
          }
          placeholder={licence.maskedKey === null ? 'PLMS-XXXX-XXXX-XXXX-XXXX' : undefined}
          autoComplete="off"
          spellCheck={false}
          value={typedKey}
          error={error}
          disabled={removeKey}
          onChange={(event) => {
            onChange({ licenceKey: event.currentTarget.value, removeKey });
          }}
        />
        {licence.maskedKey === null ? null : (
          <Checkbox
            label="Remove the stored key"
            description="Discord then stops working on this site. Nobody is unenrolled because of that."
            checked={removeKey}
            onChange={(event) => {
              onChange({ licenceKey: '', removeKey: event.currentTarget.checked });
            }}
          />
        )}
        <LicenceStatus licence={licence} />
        {verification.error === null ? null : (
          <ErrorNotice error={verification.error} title="The licence was not verified" />
        )}
        {licence.maskedKey === null ? null : (
          <div>
            <Button
              variant="default"
              loading={verification.isPending}
              onClick={() => {
                verification.mutate();
              }}
            >
              Verify now
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}
