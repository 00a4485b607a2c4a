/** What one incident of the demo is about. `{x}` is replaced by one of the scenario's variants, so that each use reads differently. */
export interface Scenario {
  title: string;
  description: string;
  variants: readonly string[];
  project: 'Default' | 'Payments' | 'Security';
  type: string;
  severity: 1 | 2 | 3 | 4;
  service: string;
  tags: readonly string[];
  /** What people find out, in order; posted in the conversation and noted on the timeline. */
  findings: readonly string[];
  fix: string;
  cause: string;
  followUps: readonly string[];
}

/** Incidents that happened to somebody, somewhere, in other words. */
export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'Card payments are failing in {x}', variants: ['the EU', 'Brazil', 'Japan', 'Canada', 'Mexico', 'Poland', 'India', 'Kenya'], project: 'Payments', type: 'Service outage', severity: 1, service: 'payments', tags: ['area/payments', 'vendor/psp'],
    description: 'Cards time out in {x} since a few minutes. Other regions are fine. Support sees forty tickets.',
    findings: ['Success rate in {x} is 38 %, elsewhere 97 %.', 'The provider’s edge drops TLS 1.2 handshakes.', 'Fail-over to the second provider works for test cards.', '20 % of traffic moved, success rate 91 % there.'],
    fix: 'All traffic of {x} moved to the second provider.', cause: 'The provider rolled out an edge configuration that refused TLS 1.2.', followUps: ['Alert on success rate by region', 'Rehearse the provider fail-over every quarter', 'Ask the provider for change notices'],
  },
  {
    title: 'Login codes arrive late for {x}', variants: ['one carrier', 'customers in India', 'new accounts', 'the business plan', 'prepaid numbers', 'two carriers', 'support staff', 'customers in Portugal'], project: 'Default', type: 'Vendor', severity: 2, service: 'messaging', tags: ['area/login', 'vendor/sms'],
    description: 'One-time codes take up to eight minutes for {x}; many expire first.',
    findings: ['Queue at the carrier is 40,000 deep.', 'Carrier confirms a congested route.', 'Rerouting through the second gateway brings it to 20 seconds.'],
    fix: 'Codes go through the second gateway.', cause: 'A campaign of another customer filled the shared route.', followUps: ['Route by measured delay', 'Let people choose an authenticator app'],
  },
  {
    title: 'Search results are stale by {x}', variants: ['four hours', 'a day', 'twenty minutes', 'a week for sellers', 'an hour', 'two days in one region', 'half a day', 'ninety minutes'], project: 'Default', type: 'Data', severity: 3, service: 'search', tags: ['area/search'],
    description: 'New products do not appear in search. The index is {x} behind.',
    findings: ['The indexer retries one broken document for ever.', 'Skipping it drains the backlog.', 'Backlog is down to 20,000 documents.'],
    fix: 'The broken document was quarantined and the index caught up.', cause: 'A product title of 70 kB failed validation, and the retry had no limit.', followUps: ['Limit retries and quarantine', 'Alert on index delay'],
  },
  {
    title: 'Primary database of {x} ran out of disk', variants: ['orders', 'accounts', 'the warehouse', 'inventory', 'returns', 'the loyalty programme', 'shipping', 'reviews'], project: 'Default', type: 'Infrastructure', severity: 1, service: 'storage', tags: ['area/database'],
    description: 'Writes to {x} fail with "no space left on device".',
    findings: ['A replication slot of a retired consumer holds 900 GB of log.', 'Slot dropped, 870 GB free.', 'Writes succeed again, replicas catch up.'],
    fix: 'The orphaned replication slot was dropped.', cause: 'A consumer was switched off without its slot.', followUps: ['Alert on slot lag', 'Drop slots in the decommissioning runbook', 'Keep 20 % of disk in reserve'],
  },
  {
    title: 'Access token found in {x}', variants: ['a public repository', 'a support ticket', 'a container image', 'a shared notebook', 'a job log', 'a crash report', 'a screen recording', 'an old laptop'], project: 'Security', type: 'Security', severity: 2, service: 'security', tags: ['area/credentials'],
    description: 'A token with write access to the build system was found in {x}.',
    findings: ['The token was committed nine days ago.', 'Revoked; no use from outside in the audit log.', 'Two builds of that period are being rebuilt and compared.'],
    fix: 'Token revoked, builds verified.', cause: 'A debugging script printed its environment.', followUps: ['Scan before push', 'Short-lived tokens for the build system'],
  },
  {
    title: 'Invoices show the wrong VAT for {x}', variants: ['two countries', 'digital goods', 'resellers', 'October', 'gift cards', 'Norway', 'refunds', 'subscriptions'], project: 'Payments', type: 'Data', severity: 3, service: 'checkout', tags: ['area/tax'],
    description: 'Customers report a wrong tax rate for {x} on invoices of the last days.',
    findings: ['The rate table was imported with a wrong validity date.', '1,204 invoices are affected.', 'Finance confirms the list of customers.'],
    fix: 'Table corrected, invoices reissued.', cause: 'The import read day and month the wrong way round.', followUps: ['Check rates against the official feed nightly', 'Dry-run imports with a diff'],
  },
  {
    title: 'Checkout is slow after {x}', variants: ['the 14:00 deploy', 'the index rebuild', 'the campaign start', 'the cache upgrade', 'a settings change', 'the new coupon rules', 'the fraud model update', 'the database upgrade'], project: 'Default', type: 'Service outage', severity: 2, service: 'checkout', tags: ['area/checkout', 'cause/deploy'],
    description: 'The 95th percentile of checkout went from 0.4 s to 6 s after {x}.',
    findings: ['One query scans the whole basket table.', 'Rolled back; the percentile falls.', 'Back at 0.5 s, watching.'],
    fix: 'Rolled back.', cause: 'A changed predicate no longer used its index.', followUps: ['Plan regression test for the ten hottest queries', 'Canary for checkout'],
  },
  {
    title: 'Certificates of {x} expired', variants: ['staging', 'the partner gateway', 'the status page', 'the metrics endpoint', 'the mail gateway', 'the partner portal', 'two load balancers', 'the internal registry'], project: 'Default', type: 'Infrastructure', severity: 4, service: 'platform', tags: ['area/certificates'],
    description: 'TLS to {x} fails: the certificate expired this morning.',
    findings: ['Renewal failed silently for 30 days.', 'Renewed by hand.'],
    fix: 'Renewed; automation repaired.', cause: 'The renewal job lost its permission in a clean-up of roles.', followUps: ['Alert 21 days before expiry'],
  },
  {
    title: 'Push notifications are sent twice to {x}', variants: ['Android users', 'everybody in Asia', 'beta testers', 'couriers', 'iPad users', 'sellers', 'the night shift', 'customers with two devices'], project: 'Default', type: 'Service outage', severity: 3, service: 'messaging', tags: ['area/push'],
    description: 'Many of {x} get each notification twice.',
    findings: ['Two consumers share a group id after the migration.', 'Old consumer stopped.'],
    fix: 'The old consumer was removed.', cause: 'The migration kept the old deployment running.', followUps: ['Deduplicate by message id'],
  },
  {
    title: 'Phishing mails imitate our {x}', variants: ['refund form', 'sign-in page', 'invoice mails', 'courier app', 'job offers', 'parcel notices', 'loyalty programme', 'support chat'], project: 'Security', type: 'Security', severity: 2, service: 'security', tags: ['area/phishing'],
    description: 'Customers forward mails that link to a copy of our {x}.',
    findings: ['The domain was registered yesterday.', 'Take-down requested at registrar and host.', 'Browser vendors list the page as dangerous.'],
    fix: 'The page is gone; affected customers were told.', cause: 'A leaked address list of a newsletter vendor.', followUps: ['Move to a strict DMARC policy', 'Review what vendors keep'],
  },
  {
    title: 'Reports for {x} are empty', variants: ['yesterday', 'the finance close', 'sellers', 'the board', 'the marketing team', 'the warehouse', 'tax advisers', 'the first of the month'], project: 'Default', type: 'Data', severity: 3, service: 'data-platform', tags: ['area/reports'],
    description: 'The reports for {x} arrived without rows.',
    findings: ['The nightly load waited for a table that was renamed.', 'Load restarted with the new name.'],
    fix: 'The load was repaired and run again.', cause: 'A rename without a look at who reads the table.', followUps: ['Contract test between producer and warehouse'],
  },
  {
    title: 'The app crashes on start on {x}', variants: ['Android 13', 'older iPhones', 'tablets', 'devices without a SIM', 'foldables', 'devices in dark mode', 'Android 12', 'phones with large fonts'], project: 'Default', type: 'Service outage', severity: 2, service: 'mobile', tags: ['area/mobile', 'cause/release'],
    description: 'Version 8.14 crashes on start on {x}. Crash-free sessions fell to 71 %.',
    findings: ['A null from the new flag service.', 'Flag switched off on the server; new starts are fine.'],
    fix: 'Flag off, 8.14.1 released.', cause: 'The client did not expect an absent flag.', followUps: ['Start-up test with an empty flag answer', 'Staged roll-out at 1 %'],
  },
  {
    title: 'Name resolution fails in {x}', variants: ['one zone', 'the Frankfurt site', 'the office network', 'two clusters', 'the Osaka site', 'the build cluster', 'every third pod', 'the backup region'], project: 'Default', type: 'Infrastructure', severity: 1, service: 'network', tags: ['area/network'],
    description: 'Services in {x} cannot resolve names; error rates are at 60 %.',
    findings: ['The resolvers are out of memory.', 'Restarted one by one with a larger limit.', 'Error rates fall below 1 %.'],
    fix: 'Resolvers restarted with more memory.', cause: 'A new agent asked for every name without caching.', followUps: ['Node-local cache', 'Alert on resolver memory'],
  },
  {
    title: 'Chargebacks doubled for {x}', variants: ['gift cards', 'one merchant', 'new accounts', 'express shipping', 'phone top-ups', 'a reseller', 'guest checkout', 'one card range'], project: 'Payments', type: 'Security', severity: 2, service: 'fraud', tags: ['area/fraud'],
    description: 'Chargebacks for {x} doubled within a week; the pattern looks like card testing.',
    findings: ['3,100 small payments from 40 addresses.', 'A rule that slows them is live.', 'Attempts have stopped.'],
    fix: 'A velocity rule stops the pattern.', cause: 'Card testing through an endpoint without limits.', followUps: ['Rate limit by device', 'Weekly review of small payments'],
  },
  {
    title: 'Deploys to {x} are stuck', variants: ['production', 'the EU cluster', 'mobile back ends', 'the data platform', 'staging', 'the US cluster', 'the search tier', 'the edge'], project: 'Default', type: 'Infrastructure', severity: 3, service: 'platform', tags: ['area/deploy'],
    description: 'Nothing can be deployed to {x}: the queue waits for a lock.',
    findings: ['The lock belongs to a runner that was terminated.', 'Lock released by hand.'],
    fix: 'Lock released.', cause: 'Locks had no expiry.', followUps: ['Locks with a lease'],
  },
  {
    title: 'Rehearsal: {x} is gone', variants: ['the primary region', 'the identity provider', 'our chat', 'the payment provider', 'the ticket system', 'the main database', 'a whole availability zone', 'our commander'], project: 'Default', type: 'Exercise', severity: 4, service: 'platform', tags: ['exercise'],
    description: 'A rehearsal: we act as if {x} were gone for two hours.',
    findings: ['Traffic moved in 11 minutes.', 'The runbook misses the mail gateway.'],
    fix: 'Moved back.', cause: 'Planned.', followUps: ['Add the mail gateway to the runbook'],
  },
];
