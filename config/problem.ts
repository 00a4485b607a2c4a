/** One wrong setting: what was found (never a secret's value) and what is allowed. */
export interface ConfigProblem {
  key: string;
  found: string;
  allowed: string;
}

/** All settings that are wrong, at once. */
export class ConfigError extends Error {
  readonly problems: ConfigProblem[];
  constructor(problems: ConfigProblem[]) {
    super(problems.map((p) => `${p.key}: found ${p.found}, allowed is ${p.allowed}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** What a program ends with when its settings are wrong: EX_CONFIG of sysexits.h. */
export const CONFIG_EXIT = 78;
