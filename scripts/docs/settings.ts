import { type Setting, SETTINGS } from '../../config/schema.ts';

type Entry = [key: string, setting: Setting<unknown>];

/** Settings by their heading, in the order of the table. */
function groups(): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of Object.entries<Setting<unknown>>(SETTINGS))
    found.set(entry[1].group, [...(found.get(entry[1].group) ?? []), entry]);
  return found;
}

/** The text of `.env.example`: every setting with its default, commented out. */
export function envExample(): string {
  const head = [
    '# Generated from config/schema.ts by `npm run docs:write`; do not edit.',
    '# Copy to .env and remove the # of what you change. The environment wins over this file.',
    '# A value with # after a space, or with spaces at its ends, needs quotes here (never in the environment).',
  ];
  const parts = [...groups()].map(([group, entries]) => {
    const lines = entries.flatMap(([key, setting]) => [
      ...wrapped(setting.description),
      `#${key}=${setting.default}`,
      '',
    ]);
    return [`# --- ${group} ---`, '', ...lines].join('\n');
  });
  return `${head.join('\n')}\n\n${parts.join('\n')}`.trimEnd() + '\n';
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > 110) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** The text of `docs/configuration.md`: one table a heading. */
export function configurationPage(): string {
  const head = `# Configuration

Generated from \`config/schema.ts\` by \`npm run docs:write\`; do not edit.

Settings come from environment variables and from the file \`.env\` in the project's folder; the environment wins. Wrong values are
reported all at once, with what was found (never a secret) and what is allowed, and the process ends with exit code 78. \`npx dispatch config\`
shows what is in force and where each value comes from; secrets are masked. Everything else (types, severities, people, plugins …) is set up in the web.

- **Files.** Every setting can be read from a file: \`DATABASE_CREDENTIALS_FILE=/run/secrets/database\` is \`DATABASE_CREDENTIALS\` with what that file holds.
- **Sealed secrets.** With \`SECRET_PROVIDER\` set, secrets are revealed when a process starts: see [operations](operations.md#secrets).
- **Quotes.** Values stand without quotes. Where somebody wrote some they are understood, and a hint is logged.
- **Former names.** \`VITE_\` and \`VUE_APP_\` before \`DISPATCH_AUTHENTICATION_PROVIDER_SLUG\`, \`…_PKCE_OPEN_ID_CONNECT_URL\`, \`…_PKCE_CLIENT_ID\` and \`…_USE_ID_TOKEN\`
  still work, with a hint. Nothing is built into the web: it learns its settings when it runs.
- **On and off.** \`true\`, \`1\`, \`yes\` and \`on\` switch something on; \`false\`, \`0\`, \`no\` and \`off\` switch it off; anything else is refused.
`;
  const tables = [...groups()].map(([group, entries]) => {
    const rows = entries.map(
      ([key, setting]) => `| \`${key}\` | ${shownDefault(setting)} | ${cell(setting.description)} |`,
    );
    return `## ${group}\n\n| setting | default | meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return [head, ...tables].join('\n');
}

function shownDefault(setting: Setting<unknown>): string {
  if (setting.default === '') return setting.secret ? 'none (secret)' : 'empty';
  return `\`${setting.default}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
