import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversationName, documentTitle, slug } from '../../../domain/incident/naming.ts';
import { renderTemplate } from '../../../domain/incident/template.ts';
import { conferenceUrl, urlTemplateProblem } from '../../../plugins/builtin/conference-url.ts';

const ATTACKS = [
  '${process.exit(1)}', '#{7*7}', '{{7*7}}', '{{=7*7}}', '<%= 7*7 %>', '{% if 1 %}x{% endif %}', '{{#each this}}x{{/each}}', '{{{title}}}', '{{> partial}}', '{{&title}}',
  "{{constructor.constructor('return process')()}}", '{{__proto__.polluted}}', '{{toString}}', '{{hasOwnProperty}}', '{{lookup this "title"}}', '`${title}`', '$1$&$`', '@{title}', '[[${7*7}]]',
];

describe('templates of documents', () => {
  it.each(ATTACKS)('do not run %j', (attack) => {
    const rendered = renderTemplate(`before ${attack} after`, { title: 'T' });
    expect(rendered.replaceAll('T', 'title').replaceAll('{{title}}', 'title')).not.toMatch(/49|native code|\[object/);
    expect(rendered.startsWith('before ') && rendered.endsWith(' after')).toBe(true);
  });

  it.each(ATTACKS)('take %j as a value as it is', (attack) => expect(renderTemplate('a {{title}} b', { title: attack })).toBe(`a ${attack} b`));

  it('give only what the values say: every part of the result is the template’s or a value', () => {
    const piece = fc.oneof(fc.constantFrom(...ATTACKS, '{{a}}', '{{ b }}', '{{', '}}'), fc.string());
    fc.assert(
      fc.property(fc.array(piece), fc.record({ a: fc.string(), b: fc.string() }), (pieces, values) => {
        const template = pieces.join('');
        const expected = template.split(/(\{\{\s*[\w.-]+\s*\}\})/).map((part) => {
          const name = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(part)?.[1];
          return name === 'a' ? values.a : name === 'b' ? values.b : part;
        });
        expect(renderTemplate(template, values)).toBe(expected.join(''));
      }),
    );
  });
});

describe('templates of conference links', () => {
  const values = { key: 'INC-1', id: 'i', project: 'p', secret: 's' };
  it.each(['{constructor}', '{__proto__}', '${key}', '{{key}}', 'javascript:alert(1)', 'https://{key}.example.org/', 'https://meet.example.org/{toString}'])('refuse %j or leave it alone', (template) => {
    const url = template.startsWith('https') ? template : `https://meet.example.org/${template}`;
    if (template.startsWith('javascript') || template.includes('{key}.') || urlTemplateProblem(url) !== null) expect(urlTemplateProblem(template)).not.toBeNull();
    expect(conferenceUrl(url, values)).not.toMatch(/native code|\[object|function/);
  });
  it('put values into the path as plain parts, whatever they hold', () => {
    expect(conferenceUrl('https://meet.example.org/{key}', { ...values, key: '../../x?y=1#z' })).not.toMatch(/\.\.\/|\?|#/);
  });
});

describe('names at providers', () => {
  it.each(ATTACKS)('are letters, digits and hyphens, also for %j', (attack) => {
    expect(slug(attack)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(conversationName(attack)).toMatch(/^[a-z0-9-]+$/);
    expect(documentTitle('review', attack)).toBe(`${attack} Postmortem`);
  });
});
