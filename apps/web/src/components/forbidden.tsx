import { Link } from '@tanstack/react-router';
import { Notice } from './notice.js';

export function Forbidden({ reason }: { readonly reason?: string }) {
  return (
    <Notice tone="warn" title="You may not see this">
      <p>{reason ?? 'Your account does not have the permission for this page. If you need it, ask the site team.'}</p>
      <p>
        <Link to="/my/">Go to your dashboard</Link>
      </p>
    </Notice>
  );
}
