const LONGEST = 180;
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/;
const UNKNOWN = 'application/octet-stream';
/** Types that some browser runs or renders with rights of the page they come from: documents with scripts, style sheets, plug-ins, feeds. */
const ACTIVE = /^(text\/(html|xml|xsl|css|javascript|ecmascript|jscript|vbscript|cache-manifest|xslt)|application\/(xhtml\+xml|xml|javascript|x-javascript|ecmascript|x-shockwave-flash|x-java-applet|hta|wasm|xslt\+xml|vnd\.mozilla\.xul\+xml)|multipart\/.*|message\/.*|image\/svg.*|.*\+xml)$/;
/** Names that Windows takes for devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that a file can be saved under on every system: no folders, no control or invisible direction characters (they make `exe` look like `txt`), no
 * characters that Windows refuses, no leading or trailing dots, at most 180 characters with the ending kept. Empty when nothing is left.
 */
export function cleanFileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/[\\/:*?"<>|]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '');
  const safe = DEVICE.test(plain) ? `_${plain}` : plain;
  if (safe.length <= LONGEST) return safe;
  const ending = /\.[^.\s]{1,12}$/.exec(safe)?.[0] ?? '';
  // A cut may leave half of a character behind.
  const stem = safe.slice(0, LONGEST - ending.length).toWellFormed().replace(/\uFFFD$/, '');
  return `${stem.replace(/[.\s]+$/, '')}${ending}`;
}

/** The media type to keep: what the caller says where it is one, plain bytes for what a browser could run. */
export function storedMediaType(contentType: string | undefined): string {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(type) && !ACTIVE.test(type) ? type : UNKNOWN;
}

/** `Content-Disposition` that saves the file under its name, in the two spellings of RFC 6266. */
export function attachment(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Headers of everything that people uploaded or take along: saved, not shown; and if shown after all, without any rights. */
export function downloadHeaders(file: { name: string; mediaType: string }): Record<string, string> {
  return {
    'content-type': storedMediaType(file.mediaType),
    'content-disposition': attachment(file.name),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  };
}
