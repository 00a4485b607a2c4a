import { ConfigError, openConfig, type Config, type ConfigProblem } from '../config/load.ts';
import { processProviders } from '../plugins/process.ts';

/** The configuration that these variables make. Rejects with a ConfigError that names everything wrong with them, `known` included. */
export async function checkSettings(values: Readonly<Record<string, string | undefined>>, known: readonly ConfigProblem[] = []): Promise<Config> {
  const problems = [...known];
  try {
    const { config } = await openConfig(processProviders, { env: values, envFile: null });
    if (problems.length === 0) return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // What could not be revealed is wrong in its sealed form too; that is said once.
    problems.push(...error.problems.filter(({ key }) => !known.some((one) => one.key === key)));
  }
  throw new ConfigError(problems);
}
