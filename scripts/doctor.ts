import { givenSettings } from './environment.ts';
import type { Settings } from './environment.ts';
import { explain } from './explain.ts';
import { fault } from './doctor/finding.ts';
import { checkAudit } from './doctor/audit.ts';
import type { Finding } from './doctor/finding.ts';
import { checkConfig, checkDataFolder, checkInstallation } from './doctor/machine.ts';
import { checkApi, checkMail } from './doctor/neighbours.ts';
import { checkPostgres } from './doctor/postgres.ts';
import { checkTemporal } from './doctor/temporal.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';
import { planStart } from './start/plan.ts';
import type { StartPlan } from './start/plan.ts';

const reporter = createReporter();
process.exitCode = await main(process.argv.includes('--json')).catch((error: unknown) =>
  explain(error, reporter),
);

/** Looks at everything that Dispatch needs and prints what it found; 1 when something does not work. */
async function main(json: boolean): Promise<number> {
  const findings = await examine();
  const faults = findings.filter(({ state }) => state === 'fault').length;
  if (json) process.stdout.write(`${JSON.stringify({ ok: faults === 0, findings }, null, 2)}\n`);
  else print(findings);
  return faults === 0 ? EXIT.ok : EXIT.failed;
}

async function examine(): Promise<Finding[]> {
  const given = await givenSettings(process.env);
  const { findings, config } = await checkConfig(given);
  const plan = planOf(given);
  const folder = 'dataFolder' in plan ? checkDataFolder(plan.dataFolder) : [plan];
  const installation = [...(await checkInstallation()), ...folder, ...findings];
  if (config === null || !('dataFolder' in plan)) return installation;
  const embedded = process.env['DISPATCH_EMBEDDED']?.split(' ') ?? [];
  const rest = await Promise.all([
    checkPostgres(config.database, plan.postgres !== null || embedded.includes('postgres')),
    checkAudit(config.database),
    checkTemporal(config, plan.temporal !== null || embedded.includes('temporal')),
    checkMail(config).then((finding) => [finding]),
    checkApi(config).then((finding) => [finding]),
  ]);
  return [...installation, ...rest.flat()];
}

/** What `npm start` would do with these settings, or what is wrong with them. */
function planOf(given: Settings): StartPlan | Finding {
  try {
    return planStart(given, { demo: false, verbose: false, help: false, port: null, data: null });
  } catch (error) {
    if (error instanceof Fault) return fault('Start', error.message, error.remedy);
    throw error;
  }
}

function print(findings: readonly Finding[]): void {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const { green, yellow, red, dim } = reporter.paint;
  const marks = { ok: green('✓'), warning: yellow('!'), fault: red('✗') };
  for (const { name, state, detail, remedy } of findings) {
    reporter.line(`  ${marks[state]} ${name.padEnd(20)} ${detail}`);
    if (remedy !== null) reporter.line(`    ${' '.repeat(20)} → ${remedy}`);
  }
  reporter.line();
  const [faults, warnings] = [count('fault'), count('warning')];
  reporter.line(
    faults + warnings === 0 ? dim('  All is well.') : `  Faults: ${faults}, warnings: ${warnings}.`,
  );
}
