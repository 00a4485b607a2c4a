import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attachment, cleanFileName, storedMediaType } from '../../../api/http/file-safety.ts';

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\cmd.exe', 'C__Windows_cmd.exe'],
    ['invoice\u202Exfdp.exe', 'invoice xfdp.exe'],
    ['a\u0000b\nc.txt', 'a b c.txt'],
    ['.htaccess', 'htaccess'],
    ['report. . .', 'report'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Zürich – 日本 🚒.png', 'Zürich – 日本 🚒.png'],
    ['...', ''],
    ['<img src=x onerror=1>.png', '_img src=x onerror=1_.png'],
  ])('%j becomes %j', (name, expected) => expect(cleanFileName(name)).toBe(expected));

  it('keeps its ending when it is cut', () => {
    const name = cleanFileName(`${'🚒'.repeat(300)}.tar.gz`);
    expect(name.length).toBeLessThanOrEqual(180);
    expect(name.endsWith('.gz') && name.isWellFormed()).toBe(true);
  });

  it('never has a folder, a control character, or a dot at its ends, and stays the same when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const name = cleanFileName(given);
        expect(name).not.toMatch(/[\\/\p{Cc}]|^[.\s]|[.\s]$/u);
        expect(cleanFileName(name)).toBe(name);
      }),
    );
  });

  it('goes into a header that nothing breaks out of', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (given) => /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w%!*'~.()-]*$/.test(attachment(cleanFileName(given)))));
  });
});

describe('the type of a file', () => {
  it.each(['text/html', 'TEXT/HTML; charset=x', 'image/svg+xml', 'application/xhtml+xml', 'application/atom+xml', 'text/xml', 'text/javascript', 'application/wasm', 'multipart/related', 'message/rfc822', '', 'x', undefined, 'text/html,image/png'])('%j is kept as plain bytes', (type) =>
    expect(storedMediaType(type)).toBe('application/octet-stream'));
  it.each(['image/png', 'application/pdf', 'text/plain', 'text/csv', 'application/zip', 'video/mp4'])('%j is kept', (type) => expect(storedMediaType(`${type}; charset=utf-8`)).toBe(type));
});
