const LONGEST = 300;

/** What may give people or texts away, and what stands for it. In this order: addresses are found before the quotes around them go. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/[^\s@"'<>()]+@[^\s@"'<>()]+\.[^\s@"'<>(),;]+/g, '[e-mail]'],
  [/([?&#])[^\s"']*/g, '$1[query]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '[address]'],
  [/\beyJ[\w-]+\.[\w.-]+|\b(?:xox[a-z]|ghp|sk|pk)[-_][\w-]{8,}|\b(?!\w*-\w{4}-)[A-Za-z0-9+/_-]{40,}={0,2}/g, '[token]'],
  [/\+?\d[\d ()/-]{7,}\d/g, '[number]'],
];
const QUOTED = /"([^"]*)"|“([^”]*)”|`([^`]*)`|(?<=^|[\s(:=])'([^']*)'(?=$|[\s).,:;])/g;
/** Columns, routes and functions stand in quotes too: they begin with a small letter and have no spaces. */
const CODE_NAME = /^[a-z_][\w./:()[\]-]{0,60}$/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * The message of an error without what may name a person or repeat what somebody wrote: e-mail and network addresses, queries of links, tokens, telephone
 * numbers and quoted texts are replaced, only the first line stays, 300 characters at most. Ids of incidents and requests stay.
 */
export function scrubText(message: string): string {
  const ids: string[] = [];
  const line = message.split('\n')[0] ?? '';
  const held = line.slice(0, 4 * LONGEST).replace(UUID, (id) => `\u0000${ids.push(id) - 1}\u0000`);
  const unquoted = RULES.reduce((text, [pattern, instead]) => text.replace(pattern, instead), held).replace(QUOTED, (whole) => (CODE_NAME.test(whole.slice(1, -1)) ? whole : '[text]'));
  // A quotation that a cut left open.
  const clean = unquoted.replace(/["“][^"“”]* [^"“”]*$/, '[text]');
  // oxlint-disable-next-line no-control-regex
  const whole = clean.replace(/\u0000(\d+)\u0000/g, (_mark, index: string) => ids[Number(index)] ?? '');
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
}
