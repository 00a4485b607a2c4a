/** One value of a `.env` file; `quoted` = it stood in quotes that it does not need. */
export interface FileValue {
  text: string;
  quoted: boolean;
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=[ \t]*/;
const QUOTES = ['"', "'", '`'];

/**
 * Reads the text of a `.env` file. A value goes to the end of its line; a comment after it begins with a space and `#`, so that passwords may hold a `#`.
 * Values in quotes may span lines, and `\n` in double quotes is a line break. The last of several values of one name counts; lines that assign nothing are
 * passed over.
 */
export function parseEnvFile(text: string): Map<string, FileValue> {
  const values = new Map<string, FileValue>();
  let rest = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  while (rest !== '') {
    const assignment = ASSIGNMENT.exec(firstLine(rest));
    if (assignment === null) {
      rest = afterLine(rest);
      continue;
    }
    const { value, left } = readValue(rest.slice(assignment[0].length));
    values.set(assignment[1] ?? '', value);
    rest = left;
  }
  return values;
}

function readValue(rest: string): { value: FileValue; left: string } {
  const quote = rest[0] ?? '';
  const end = QUOTES.includes(quote) ? rest.indexOf(quote, 1) : -1;
  // What follows the closing quote on its line may only be a comment; else the quotes are part of the value.
  if (end > 0 && /^\s*(#|$)/.test(firstLine(rest.slice(end + 1)))) {
    const inside = rest.slice(1, end);
    const text = quote === '"' ? inside.replaceAll('\\n', '\n') : inside;
    return { value: { text, quoted: !needsQuotes(text) }, left: afterLine(rest.slice(end + 1)) };
  }
  const text = firstLine(rest).replace(/(^|\s)#.*$/, '').trim();
  return { value: { text, quoted: false }, left: afterLine(rest) };
}

function needsQuotes(text: string): boolean {
  return /[\n#"'`]/.test(text) || text !== text.trim();
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

function afterLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1);
}
