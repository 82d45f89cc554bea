import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { Panel } from '../../../components/panel.js';
import { CodeBlock } from '../../../components/code-block.js';
import prose from './prose.module.css';

/** The same for programs. */
export function ToolsPanel({ reference }: { readonly reference: WebserviceReferenceDto }) {
  return (
    <Panel title="For tools" lead="The same as OpenAPI 3.1, for generators of clients and for explorers of APIs.">
      <CodeBlock label="Address of the OpenAPI document" code={reference.openApiAddress} />
      <ul className={prose['list']}>
        <li>
          <a href="/webservice/openapi.json">OpenAPI of this web service</a>. Each function has a path of its own there,{' '}
          <code>server.php/</code> and its name; the part behind <code>server.php</code> only tells them apart.
        </li>
        <li>
          <a href="/api/v1/openapi.json">OpenAPI of what these pages use</a>, which needs a browser’s session and may
          change with every version.
        </li>
      </ul>
    </Panel>
  );
}
