import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, parseSearchWith, redirect, stringifySearchWith } from '@tanstack/react-router';
import { loadSession } from './api/session.ts';
import { readCostSearch } from './routes/analytics/cost/search.ts';
import { readIncidentSearch } from './routes/incidents/search.ts';
import { ErrorPage, NotFoundPage } from './shell/error-page.tsx';

type Context = { client: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: Outlet, errorComponent: ErrorPage, notFoundComponent: NotFoundPage });

async function requireSession({ context, location }: { context: Context; location: { href: string } }): Promise<void> {
  const session = await loadSession(context.client);
  // oxlint-disable-next-line typescript/only-throw-error -- the router takes redirects as thrown values.
  if (!session.person) throw redirect({ to: '/sign-in', search: { next: location.href } });
}

/** Keeps the named texts of an address's query and drops everything else. */
function texts<const N extends string>(...names: readonly N[]) {
  return (search: Record<string, unknown>): { [K in N]?: string } => {
    const kept = names.flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : []));
    return Object.fromEntries(kept) as { [K in N]?: string };
  };
}

const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', validateSearch: texts('next'), component: lazyRouteComponent(() => import('./routes/sign-in-choice.tsx'), 'SignInChoice') });
const bootstrap = createRoute({ getParentRoute: () => root, path: '/bootstrap', validateSearch: texts('token'), component: lazyRouteComponent(() => import('./routes/sign-in-choice.tsx'), 'BootstrapChoice') });
const invitation = createRoute({ getParentRoute: () => root, path: '/invitation', validateSearch: texts('token'), component: lazyRouteComponent(() => import('./routes/sign-in-choice.tsx'), 'InvitationChoice') });
// The address that existing installations have registered with their provider.
const callback = createRoute({ getParentRoute: () => root, path: '/implicit/callback', component: lazyRouteComponent(() => import('./routes/provider/callback.tsx'), 'CallbackPage') });

const register = createRoute({ getParentRoute: () => root, path: '/register', validateSearch: texts('organization'), component: lazyRouteComponent(() => import('./routes/register.tsx'), 'RegisterPage') });
const confirm = createRoute({ getParentRoute: () => root, path: '/confirm', validateSearch: texts('token'), component: lazyRouteComponent(() => import('./routes/register.tsx'), 'ConfirmPage') });
const forgotten = createRoute({ getParentRoute: () => root, path: '/forgotten', component: lazyRouteComponent(() => import('./routes/forgotten.tsx'), 'ForgottenPage') });
const reset = createRoute({ getParentRoute: () => root, path: '/reset', validateSearch: texts('token'), component: lazyRouteComponent(() => import('./routes/forgotten.tsx'), 'ResetPage') });
// Where a provider of second factors sends its window back to.
const secondFactor = createRoute({ getParentRoute: () => root, path: '/second-factor', validateSearch: texts('state', 'duo_code', 'error'), component: lazyRouteComponent(() => import('./routes/second-factor.tsx'), 'SecondFactorReturnPage') });

const plain = createRoute({ getParentRoute: () => root, id: 'plain', beforeLoad: requireSession, component: lazyRouteComponent(() => import('./shell/plain.tsx'), 'Plain') });
const template = texts('title', 'description', 'type', 'severity', 'priority', 'project', 'tags', 'visibility');
const report = createRoute({ getParentRoute: () => plain, path: '/report', validateSearch: template, component: lazyRouteComponent(() => import('./routes/report.tsx'), 'ReportPage') });
const reportReceipt = createRoute({ getParentRoute: () => plain, path: '/report/$incident', component: lazyRouteComponent(() => import('./routes/report.tsx'), 'ReportReceiptPage') });

const app = createRoute({ getParentRoute: () => root, id: 'app', beforeLoad: requireSession, component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'), errorComponent: ErrorPage });
const home = createRoute({ getParentRoute: () => app, path: '/', component: lazyRouteComponent(() => import('./routes/home.tsx'), 'HomePage') });
const incidents = createRoute({ getParentRoute: () => app, path: '/incidents', validateSearch: readIncidentSearch, component: lazyRouteComponent(() => import('./routes/incidents/index.tsx'), 'IncidentsPage') });
const incident = createRoute({ getParentRoute: () => app, path: '/incidents/$incident', validateSearch: texts('tab', 'event', 'message', 'show', 'q'), component: lazyRouteComponent(() => import('./routes/incidents/$incident.tsx'), 'IncidentPage') });
const postmortem = createRoute({ getParentRoute: () => app, path: '/incidents/$incident/postmortem', component: lazyRouteComponent(() => import('./routes/incidents/$incident.postmortem.tsx'), 'PostmortemPage') });
const receipt = createRoute({ getParentRoute: () => app, path: '/incidents/$incident/receipt', component: lazyRouteComponent(() => import('./routes/incidents/$incident.receipt.tsx'), 'ReceiptPage') });
const declare = createRoute({ getParentRoute: () => app, path: '/declare', validateSearch: template, component: lazyRouteComponent(() => import('./routes/declare.tsx'), 'DeclarePage') });
const tasks = createRoute({ getParentRoute: () => app, path: '/tasks', validateSearch: texts('show', 'q'), component: lazyRouteComponent(() => import('./routes/tasks.tsx'), 'TasksPage') });
const postmortems = createRoute({ getParentRoute: () => app, path: '/postmortems', validateSearch: texts('state'), component: lazyRouteComponent(() => import('./routes/postmortems.tsx'), 'PostmortemsPage') });
const outbox = createRoute({ getParentRoute: () => app, path: '/outbox', validateSearch: texts('state', 'q', 'open'), component: lazyRouteComponent(() => import('./routes/outbox.tsx'), 'OutboxPage') });
const analyticsCost = createRoute({ getParentRoute: () => app, path: '/analytics/cost', validateSearch: readCostSearch, component: lazyRouteComponent(() => import('./routes/analytics/cost.tsx'), 'CostPage') });
const settingsCost = createRoute({ getParentRoute: () => app, path: '/settings/cost', validateSearch: texts('part'), component: lazyRouteComponent(() => import('./routes/settings/cost.tsx'), 'CostSettingsPage') });
const process = createRoute({ getParentRoute: () => app, path: '/settings/process', validateSearch: texts('part'), component: lazyRouteComponent(() => import('./routes/settings/process.tsx'), 'ProcessPage') });
const people = createRoute({ getParentRoute: () => app, path: '/settings/people', validateSearch: texts('q', 'level', 'state'), component: lazyRouteComponent(() => import('./routes/settings/people.tsx'), 'PeoplePage') });
const services = createRoute({ getParentRoute: () => app, path: '/settings/services', component: lazyRouteComponent(() => import('./routes/settings/services.tsx'), 'ServicesPage') });
const integrations = createRoute({ getParentRoute: () => app, path: '/settings/integrations', validateSearch: texts('plugin'), component: lazyRouteComponent(() => import('./routes/settings/integrations.tsx'), 'IntegrationsPage') });
const retention = createRoute({ getParentRoute: () => app, path: '/settings/retention', component: lazyRouteComponent(() => import('./routes/settings/retention.tsx'), 'RetentionPage') });
const account = createRoute({ getParentRoute: () => app, path: '/account', component: lazyRouteComponent(() => import('./routes/account.tsx'), 'AccountPage') });
const joining = createRoute({ getParentRoute: () => app, path: '/settings/joining', component: lazyRouteComponent(() => import('./routes/settings/joining.tsx'), 'JoiningPage') });
const serviceAccounts = createRoute({ getParentRoute: () => app, path: '/settings/service-accounts', component: lazyRouteComponent(() => import('./routes/settings/service-accounts.tsx'), 'ServiceAccountsPage') });
const security = createRoute({ getParentRoute: () => app, path: '/settings/security', component: lazyRouteComponent(() => import('./routes/settings/security.tsx'), 'SecurityPage') });
const audit = createRoute({ getParentRoute: () => app, path: '/settings/audit', validateSearch: texts('person', 'action', 'subject', 'when', 'since', 'until'), component: lazyRouteComponent(() => import('./routes/settings/audit.tsx'), 'AuditPage') });

const tree = root.addChildren([
  signIn,
  callback,
  bootstrap,
  invitation,
  register,
  confirm,
  forgotten,
  reset,
  secondFactor,
  plain.addChildren([report, reportReceipt]),
  app.addChildren([home, incidents, incident, postmortem, receipt, declare, tasks, postmortems, outbox, analyticsCost, settingsCost, process, people, services, account, joining, serviceAccounts, security, integrations, retention, audit]),
]);

const stringify = stringifySearchWith(String);

/** Makes the router of all pages; each page's code is loaded when it is first opened, or when its link is pointed at. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    // Addresses are read by people: every value is plain text, lists are joined by commas.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: (search) => stringify(search).replaceAll('%2C', ','),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
