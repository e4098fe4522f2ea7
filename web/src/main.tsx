import '@mantine/core/styles.css';
import './app/base.css';

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { setNonce } from 'get-nonce';
import { styleNonce } from './app/nonce';
import { createQueryClient } from './app/query_client';
import { makeRouter } from './app/router';
import { lazily } from './components/lazily';
import { cssVariables, theme } from './app/theme';

if (styleNonce !== undefined) setNonce(styleNonce); // for the styles that dialogs add

const Notices = lazily(async () => (await import('./app/Notices')).Notices); // there before anybody can have done anything

const client = createQueryClient();
const router = makeRouter(client);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: 'entrepot-color-scheme' })}
      getStyleNonce={() => styleNonce ?? ''}
    >
      <Suspense>
        <Notices />
      </Suspense>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
