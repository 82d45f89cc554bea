import { Button } from '@mantine/core';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';

/** Shown when a page cannot be drawn, for instance because its code could not be loaded after an update of the site. */
export function PageFailure() {
  return (
    <Page title="This page could not be shown">
      <Notice tone="bad" title="Something on this page did not work" role="alert">
        <p>The site may have been updated meanwhile. Loading the page again mends that.</p>
        <div>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              window.location.reload();
            }}
          >
            Load the page again
          </Button>
        </div>
      </Notice>
    </Page>
  );
}
