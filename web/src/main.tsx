import './styles.ts';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { watchErrors } from './monitoring/watch.ts';
import { createAppRouter } from './router.ts';
import { StepUpHost } from './second-factor/host.tsx';
import { themeKeeper } from './shell/theme.ts';
import { cssVariablesResolver, theme } from './theme.ts';

function toSignIn(): void {
  if (window.location.pathname.startsWith('/sign-in')) return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
}

const client = createQueryClient(toSignIn);
const router = createAppRouter(client);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root, watchErrors()).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} colorSchemeManager={themeKeeper()} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" containerWidth={380} className="notifications" />
        <RouterProvider router={router} />
        <StepUpHost />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
