// The screens, in the desktop's window and in a browser alike. They ask the runtime; they decide nothing.
import './setup.ts';
import './window-commands.ts';
import './mantine.css';
import '#renderer/ui/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { pageNonce } from '#renderer/ui/nonce.ts';
import { Router } from 'wouter';
import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { askBeforeLeaving } from './leave-guard.ts';
import { useHashPlace } from './hash-place.ts';
import { queryClient } from './queries.ts';
import { themeVariables, theme } from './theme.ts';

const nonce = pageNonce();
// The scroll lock of dialogs adds a style element of its own.
setNonce(nonce);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={themeVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <Router hook={useHashPlace} aroundNav={askBeforeLeaving}>
            <App />
          </Router>
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  </StrictMode>,
);
