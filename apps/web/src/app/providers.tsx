import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiClient } from '../lib/api-client.js';
import { ApiContext } from '../lib/api-context.js';

// The colours behind the names are in styles/theme.css.
const theme = createTheme({ primaryColor: 'teal', respectReducedMotion: true });

interface ProvidersProps {
  readonly queryClient: QueryClient;
  readonly api: ApiClient;
  readonly children: ReactNode;
}

export function Providers({ queryClient, api, children }: ProvidersProps) {
  return (
    // Styles come from files only, so that the content policy can forbid inline ones.
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        <ApiContext value={api}>{children}</ApiContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}
