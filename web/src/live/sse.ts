/** One message of an event stream; `id` is what a resumed stream is asked to go on after. */
export type StreamMessage = { id: string | undefined; event: string; data: string };

/** Reads server-sent events (WHATWG HTML, 9.2) out of text that arrives in arbitrary pieces; comments and empty messages are dropped. */
export function createStreamReader(onMessage: (message: StreamMessage) => void): (piece: string) => void {
  let buffer = '';
  let id: string | undefined;
  let event = '';
  let data: string[] = [];

  const take = (line: string): void => {
    if (line === '') {
      if (data.length > 0) onMessage({ id, event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
    if (field === 'id' && !value.includes('\0')) id = value;
  };

  return (piece) => {
    buffer += piece;
    // A carriage return at the very end may be the first half of a line end, so it waits for the next piece.
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(buffer);
      if (!end) return;
      take(buffer.slice(0, end.index));
      buffer = buffer.slice(end.index + end[0].length);
    }
  };
}

/** How long to wait before the next try, in milliseconds: 0.5 s doubling to 20 s, ± a fifth so that many tabs do not come back at once. */
export function backOff(attempt: number, random: number): number {
  const base = Math.min(20_000, 500 * 2 ** Math.max(0, attempt - 1));
  return Math.round(base * (0.8 + 0.4 * random));
}
