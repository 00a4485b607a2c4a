import type { Chip } from './content.ts';
import { escapeHtml } from './escape.ts';
import { DARK, LIGHT } from './tokens.ts';

const FONT = "Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
/** Type for keys and ids. */
export const MONO = "'JetBrains Mono', ui-monospace, Menlo, Consolas, monospace";

/** The parts of a mail that differ from message to message, as MJML that is already escaped. */
export interface Page {
  /** Shown by mail programs behind the subject. */
  preview: string;
  header: string;
  body: string;
  footer: string;
}

/** One document around every message: the product's mark, a panel, and why the mail came. Light and dark, 600 px and phones. */
export function page({ preview, header, body, footer }: Page): string {
  return `<mjml lang="en">
  <mj-head>
    <mj-preview>${preview}</mj-preview>
    <mj-attributes>
      <mj-all font-family="${escapeHtml(FONT)}" />
      <mj-text font-size="15px" line-height="23px" color="${LIGHT.ink}" padding="0" />
      <mj-section padding="0" />
      <mj-column padding="0" />
    </mj-attributes>
    <mj-breakpoint width="480px" />
    <mj-raw><meta name="color-scheme" content="light dark" /><meta name="supported-color-schemes" content="light dark" /></mj-raw>
    <mj-style>${phoneStyle()}${darkStyle()}</mj-style>
  </mj-head>
  <mj-body width="600px" background-color="${LIGHT.bg}" css-class="dbg">
    <mj-section padding="24px 24px 12px" css-class="dgutter"><mj-column><mj-text>${logo()}</mj-text></mj-column></mj-section>
    <mj-wrapper padding="0 16px" css-class="dwrap">
      <mj-section background-color="${LIGHT.panel}" border="1px solid ${LIGHT.line}" border-radius="8px" padding="24px 24px 8px" css-class="dpanel">
        <mj-column>
${header}
${body}
        </mj-column>
      </mj-section>
    </mj-wrapper>
    <mj-section padding="14px 24px 32px" css-class="dgutter"><mj-column><mj-text font-size="12.5px" line-height="18px" color="${LIGHT.ink3}" css-class="dink3">${footer}</mj-text></mj-column></mj-section>
  </mj-body>
</mjml>`;
}

/** The mark, drawn without a picture: mail programs load none from elsewhere until they are asked to. */
function logo(): string {
  const square = `display:inline-block;width:6px;height:6px;border:4px solid ${LIGHT.bg};outline:2px solid ${LIGHT.brand};border-radius:4px;background:${LIGHT.brand};vertical-align:-2px;margin:0 8px 0 2px`;
  return `<span class="dmark" style="${square}"></span><b class="dink" style="font-size:14px;font-weight:600;letter-spacing:-.01em">Dispatch</b>`;
}

/** A small coloured word. */
export function chip({ text, tone }: Chip): string {
  const { ink, bg } = LIGHT.tones[tone];
  return `<span class="dtone-${tone}" style="display:inline-block;background:${bg};color:${ink};font-size:12px;line-height:18px;font-weight:600;border-radius:5px;padding:1px 8px;margin:0 6px 4px 0;white-space:nowrap">${escapeHtml(text)}</span>`;
}

function phoneStyle(): string {
  return `
      @media only screen and (max-width:479px) {
        .dwrap > table > tbody > tr > td { padding-left: 8px !important; padding-right: 8px !important; }
        .dpanel > table > tbody > tr > td { padding: 18px 16px 4px !important; }
        .dgutter > table > tbody > tr > td { padding-left: 16px !important; padding-right: 16px !important; }
        .dbutton, .dbutton table, .dbutton a { width: 100% !important; box-sizing: border-box; }
      }`;
}

function darkStyle(): string {
  const tones = Object.entries(DARK.tones).map(
    ([tone, { ink, bg }]) => `.dtone-${tone} { color: ${ink} !important; background: ${bg} !important; }`,
  );
  return `
      @media (prefers-color-scheme: dark) {
        body, .dbg, .dbg > div { background-color: ${DARK.bg} !important; }
        .dpanel, .dpanel > table { background: ${DARK.panel} !important; background-color: ${DARK.panel} !important; }
        .dpanel > table > tbody > tr > td { border-color: ${DARK.line} !important; }
        .dmark { border-color: ${DARK.bg} !important; outline-color: ${DARK.brand} !important; background: ${DARK.brand} !important; }
        .dink, .dink div, .dink td, .dink b { color: ${DARK.ink} !important; }
        .dink2, .dink2 div, .dink .dink2, .dink td.dlabel { color: ${DARK.ink2} !important; }
        .dink3, .dink3 div { color: ${DARK.ink3} !important; }
        .dlink { color: ${DARK.link} !important; }
        .dcode { background: ${DARK.chip} !important; color: ${DARK.ink} !important; }
        .dquote, .dquote td, .dquote > table { border-color: ${DARK.line} !important; }
        .dbutton td, .dbutton a { background: ${DARK.accent} !important; color: ${DARK.accentInk} !important; }
        ${tones.join('\n        ')}
      }
    `;
}
