import './styles/index.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from './app/create-api.js';
import { Providers } from './app/providers.js';
import { createQueryClient } from './app/query-client.js';
import { createAppRouter } from './app/router.js';
import { goToWantedPage } from './app/wanted-page-entry.js';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element to draw the application into.');

goToWantedPage(window);
const queryClient = createQueryClient();

createRoot(root).render(
  <StrictMode>
    <Providers queryClient={queryClient} api={createApi(queryClient)}>
      <RouterProvider router={createAppRouter()} />
    </Providers>
  </StrictMode>,
);
