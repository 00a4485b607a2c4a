import { renderSVG } from 'uqr';

/** A QR code as the address of a picture: dark on white in both themes, because cameras want it so, with the quiet border that the standard asks for. */
export function qrPicture(text: string): string {
  return `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(text, { border: 4, ecc: 'M' }))}`;
}
