import { Link } from '@tanstack/react-router';
import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { Panel } from '../../../components/panel.js';
import { CodeBlock } from '../../../components/code-block.js';
import { PATHS, SETTINGS_SECTION } from '../../../lib/paths.js';
import { ErrorTable } from './error-table.js';
import classes from './prose.module.css';

/** Where a token comes from. */
export function TokenPanel({ reference }: { readonly reference: WebserviceReferenceDto }) {
  const { loginSample, loginErrors, services } = reference;
  return (
    <Panel title="Get a token" lead="A token says who calls. Whoever has it may do what its owner may do.">
      <div className={classes['prose']}>
        <h3>For a bot: from the site team</h3>
        <p>
          A manager creates it under{' '}
          <Link to={PATHS.settings} search={{ section: SETTINGS_SECTION }}>
            Settings
          </Link>
          , and can limit it to some functions, to addresses and to a time. It is shown once: copy it at once. A token
          that was lost or seen by others is revoked there, and another one created.
        </p>
        <h3>For yourself: with your password</h3>
        <p>
          The same token comes back on every call until it is revoked or your password changes. The service is{' '}
          <code>{services.join(', ')}</code>; you need the capability <code>moodle/webservice:createtoken</code>.
        </p>
      </div>
      <CodeBlock label="Request for a token in curl" code={loginSample} />
      <CodeBlock
        label="Answer with a token"
        code={'{"token":"6f1ed002ab5595859014ebf0951522d9","privatetoken":null}'}
      />
      <p className={classes['long']}>
        Failures have another shape here: <code>{'{"error":"…","errorcode":"invalidlogin",…}'}</code>
      </p>
      <ErrorTable label="Errors of login/token.php" errors={loginErrors} />
    </Panel>
  );
}
