import { expect, test } from 'vitest';
import { headerLines, readHeaderLines } from '#renderer/workflow/header-lines.ts';

test('headers are read as they are written, and empty lines passed over', () => {
  const headers: [string, string][] = [
    ['content-type', 'text/plain; charset=utf-8'],
    ['x-at', '12:04:07'],
  ];
  expect(readHeaderLines(headerLines(headers))).toEqual({ headers, fault: null });
  expect(readHeaderLines('\n a : b \n\n')).toEqual({ headers: [['a', 'b']], fault: null });
});

test.each(['no colon', ': no name', 'not a name: x'])('%s is no header', (line) => {
  expect(readHeaderLines(line).fault).toBe(`“${line}” is no header: a name, a colon, a value.`);
});
