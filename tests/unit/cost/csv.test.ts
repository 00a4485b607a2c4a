import { describe, expect, it } from '@jest/globals';
import { csvLine } from '../../../domain/csv.ts';

describe('csvLine', () => {
  it('quotes what needs it and doubles quotes', () => {
    expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', ' lead', null, 5])).toBe('plain,"a,b","say ""hi""","two\nlines"," lead",,5\r\n');
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx', '\n=1', '＝1+1'])('makes %j harmless for a spreadsheet', (text) => {
    expect(csvLine([text]).replaceAll('"', '')).toBe(`'${text}\r\n`);
  });

  it('leaves numbers numbers, negative ones too', () => {
    expect(csvLine(['-12.50', '3', '0.5'])).toBe('-12.50,3,0.5\r\n');
  });
});
