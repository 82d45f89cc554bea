import { Link } from '@tanstack/react-router';
import { Page } from '../../components/page.js';
import { PATHS } from '../../lib/paths.js';

export function NotFoundPage() {
  return (
    <Page title="This page does not exist">
      <p>The address may have a typing error, or the page was moved.</p>
      <p>
        <Link to={PATHS.dashboard}>Go to your dashboard</Link>
      </p>
    </Page>
  );
}
