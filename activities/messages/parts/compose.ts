import { toMarkdown } from './chat.ts';
import type { Content, Message } from './content.ts';
import { oneLine } from './escape.ts';
import { toMjml } from './mail.ts';
import { toText } from './plain.ts';

const LONGEST_SUBJECT = 120;

/** A content in all the forms of a message; the subject is one line of at most 120 characters. */
export function compose(content: Content): Message {
  return {
    subject: oneLine(content.subject, LONGEST_SUBJECT),
    text: toText(content),
    mjml: toMjml(content),
    markdown: toMarkdown(content),
    link: content.link,
  };
}
