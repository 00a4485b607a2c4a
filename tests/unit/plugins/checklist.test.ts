import { describe, expect, it } from '@jest/globals';
import { checkBoxes, setCheckBox } from '../../../plugins/builtin/checklist.ts';

const TEXT = `# INC-42

- [ ] Move traffic @marek@example.org
* [x] Tell support
  - [ ] nested, twice
1. [ ] nested, twice
- [ ]
- [] not one
- [link](https://example.org)

\`\`\`
- [ ] code
\`\`\`
~~~
- [ ] more code
\`\`\`
- [ ] still code
~~~

<!-- dispatch:tasks 12345678 -->
- [ ] drafted (Marek)
<!-- /dispatch:tasks -->
- [X] after the draft
`;

describe('check boxes of a document', () => {
  const boxes = checkBoxes(TEXT);

  it('are those that people wrote', () => {
    expect(boxes.map(({ title, checked }) => [title, checked])).toEqual([
      ['Move traffic @marek@example.org', false],
      ['Tell support', true],
      ['nested, twice', false],
      ['nested, twice', false],
      ['after the draft', true],
    ]);
    expect(boxes[0]?.assignee).toBe('marek@example.org');
  });

  it('have an id each that survives moving and ticking', () => {
    expect(new Set(boxes.map((box) => box.id)).size).toBe(boxes.length);
    const id = boxes[1]?.id ?? '';
    const moved = setCheckBox(`- [ ] first\n${TEXT}`, id, false) ?? '';
    expect(checkBoxes(moved).find((box) => box.id === id)).toMatchObject({
      title: 'Tell support',
      checked: false,
    });
  });

  it('are ticked without touching anything else', () => {
    const second = boxes[3]?.id ?? '';
    const ticked = setCheckBox(TEXT, second, true) ?? '';
    expect(ticked).toBe(TEXT.replace('1. [ ] nested', '1. [x] nested'));
    expect(setCheckBox(ticked, second, false)).toBe(TEXT);
    expect(setCheckBox(TEXT, 'gone', true)).toBeNull();
  });
});
