import { list, type Parser } from './parsers.ts';

/** A tag and the environment variable that holds its value. */
export interface TagSource {
  tag: string;
  variable: string;
}

const TAG = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `foo:bar,baz:blah`: the tags foo and baz, with the values of the variables bar and blah. */
export const envTags: Parser<TagSource[]> = (value) => {
  const allowed = 'tag:VARIABLE pairs separated by commas, e.g. region:AWS_REGION,team:TEAM; tags have letters, digits and _ . -, and each of them is named once';
  const parts = list(value);
  if ('allowed' in parts) return parts;
  const tags = parts.value.map((part) => {
    const [tag = '', variable = '', ...rest] = part.split(':').map((word) => word.trim());
    return { tag, variable: rest.length > 0 ? '' : variable };
  });
  const isValid = tags.every(({ tag, variable }) => TAG.test(tag) && VARIABLE.test(variable)) && new Set(tags.map((t) => t.tag)).size === tags.length;
  return isValid ? { value: tags } : { allowed };
};

/** The tags with the values that the variables have, and the variables that are not set. */
export function resolveTags(sources: readonly TagSource[], variables: Record<string, string | undefined>): { tags: Record<string, string>; missing: string[] } {
  const tags: Record<string, string> = {};
  const missing: string[] = [];
  for (const { tag, variable } of sources) {
    const value = variables[variable]?.trim() ?? '';
    if (value === '') missing.push(variable);
    else tags[tag] = value.slice(0, 200);
  }
  return { tags, missing };
}
