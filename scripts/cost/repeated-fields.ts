/** A string, or a sign that opens, closes or separates; what is between them (numbers, true, null) says nothing here. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** Where the reading is in one object (`keys`) or list (none); `key` is the field or place it is at. */
interface Frame {
  keys: Set<string> | null;
  key: string | number;
  /** Whether the next string names a field. */
  expectsKey: boolean;
}

/** JSON pointers, at most `most`, of fields that stand twice in one object of a text that is JSON: readers keep either of them, so nobody knows which was meant. */
export function repeatedFields(text: string, most: number): string[] {
  const frames: Frame[] = [];
  const found: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const frame = frames.at(-1);
    if (token === '{') frames.push({ keys: new Set(), key: '', expectsKey: true });
    else if (token === '[') frames.push({ keys: null, key: 0, expectsKey: false });
    else if (token === '}' || token === ']') frames.pop();
    else if (frame === undefined) continue;
    else if (token === ',') next(frame);
    else if (frame.keys !== null && frame.expectsKey) {
      const key: unknown = JSON.parse(token);
      frame.key = String(key);
      frame.expectsKey = false;
      if (frame.keys.has(frame.key) && found.length < most) found.push(frames.map((each) => `/${String(each.key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
      frame.keys.add(frame.key);
    }
  }
  return found;
}

function next(frame: Frame): void {
  if (typeof frame.key === 'number') frame.key += 1;
  else frame.expectsKey = true;
}
