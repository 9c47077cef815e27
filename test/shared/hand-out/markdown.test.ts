import { expect, test } from 'vitest';
import { markdownOf } from '#shared/hand-out/markdown.ts';

test('what somebody described over several lines stays in its cell and its line, however a line ends', () => {
  const text = 'one\r# two\r\n- three\n\r| four\r\r---';
  const cells = { heads: ['Name', 'Description'], codeColumns: [0], rows: [['n', text]] };
  const written = markdownOf({
    title: 'Orders',
    blocks: [
      { kind: 'table', ...cells },
      { kind: 'text', text },
    ],
  });
  expect(written).not.toContain('\r');
  expect(written.trimEnd().split('\n')).toEqual([
    '| Name | Description |',
    '| --- | --- |',
    '| `n` | one \\# two - three \\| four --- |',
    '',
    'one \\# two - three | four ---',
  ]);
});
