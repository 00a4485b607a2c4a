import { existsSync, statSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, loadHints } from '../../config/load.ts';
import type { Config } from '../../config/load.ts';
import { checkSettings } from '../check-settings.ts';
import { forProcesses, type GivenSettings } from '../environment.ts';
import { packagesAreInstalled } from '../setup/packages.mjs';
import { OLDEST_NODE } from '../setup/pins.mjs';
import { atLeast } from '../setup/version.mjs';
import { webIsBuilt } from '../setup/web.mjs';
import { spaceFault } from '../start/storage.ts';
import { fault, ok, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Node, packages, built pages. */
export async function checkInstallation(): Promise<Finding[]> {
  const node = process.versions.node;
  const packages = await packagesAreInstalled(process.env);
  const web = await webIsBuilt(process.env);
  return [
    atLeast(node, OLDEST_NODE)
      ? ok('Node', node)
      : fault(
          'Node',
          `${node} cannot run TypeScript`,
          `use ${OLDEST_NODE} or newer, or start with npx dispatch`,
        ),
    packages
      ? ok('Packages', 'as package-lock.json says')
      : fault('Packages', 'not as package-lock.json says', 'npm ci'),
    web
      ? ok('Web', 'built from these sources')
      : fault('Web', 'not built from these sources', 'npm start, or npm run web:build'),
  ];
}

/** The settings: each wrong one is a finding. Answers the configuration too, or null when it cannot be used. */
export async function checkConfig(given: GivenSettings): Promise<{ findings: Finding[]; config: Config | null }> {
  try {
    const config = await checkSettings(forProcesses(given), given.problems);
    const hints = [...given.hints, ...loadHints(given.values, { envFile: null })].map((hint) =>
      warning('Settings', hint, 'see docs/configuration.md'),
    );
    return { findings: [ok('Settings', 'all can be read'), ...hints, ...checkSecrets(config)], config };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = error.problems.map(({ key, found, allowed }) =>
      fault('Settings', `${key} is ${found}`, `set it to ${allowed}`),
    );
    return { findings, config: null };
  }
}

function checkSecrets({ auth, encryptionKey, env }: Config): Finding[] {
  const findings: Finding[] = [];
  if (encryptionKey === null) {
    const remedy = 'set DISPATCH_ENCRYPTION_KEY, e.g. from openssl rand -base64 32';
    findings.push(warning('Secrets', "plugins' secrets cannot be saved without a key", remedy));
  }
  const secret = auth.jwtSecret;
  if (secret !== null && secret.length < 32) {
    const remedy =
      'set DISPATCH_JWT_SECRET to 32 or more random characters, e.g. from openssl rand -base64 48';
    findings.push(warning('Secrets', `DISPATCH_JWT_SECRET is easy to guess (${env})`, remedy));
  }
  return findings.length > 0 ? findings : [ok('Secrets', 'strong enough')];
}

/** The data folder of `npm start`: space, and who may read the secrets. */
export function checkDataFolder(folder: string): Finding[] {
  if (!existsSync(folder)) return [];
  const { bavail, bsize } = statfsSync(folder);
  const full = spaceFault(folder, bavail * bsize);
  const gigabytes = ((bavail * bsize) / 1e9).toFixed(1);
  const disk = full === null ? ok('Disk', `${gigabytes} GB free`) : fault('Disk', full.message, full.remedy);
  const secrets = path.join(folder, 'secrets.json');
  const open = existsSync(secrets) && (statSync(secrets).mode & 0o077) !== 0;
  return open ? [disk, fault('Secrets', `others may read ${secrets}`, `chmod 600 ${secrets}`)] : [disk];
}
