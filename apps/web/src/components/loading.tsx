import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

export function Loading({ what, children }: { readonly what: string; readonly children: ReactNode }) {
  return (
    <div>
      <VisuallyHidden role="status">{`Loading ${what}…`}</VisuallyHidden>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}
