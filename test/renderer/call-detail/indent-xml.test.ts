import { expect, test } from 'vitest';
import { indentXml } from '#renderer/call-detail/indent-xml.ts';

test.each([
  ['<a/>', '<a/>'],
  ['<a></a>', '<a></a>'],
  ['<a><b>1</b><c x="2"/></a>', '<a>\n  <b>1</b>\n  <c x="2"/>\n</a>'],
  [
    '<?xml version="1.0"?><a><!-- no --><b><![CDATA[<x>]]></b></a>',
    '<?xml version="1.0"?>\n<a>\n  <!-- no -->\n  <b>\n    <![CDATA[<x>]]>\n  </b>\n</a>',
  ],
  ['<a>one<b>two</b>three</a>', '<a>\n  one\n  <b>two</b>\n  three\n</a>'],
])('%s is laid out with one element a line', (text, laidOut) => {
  expect(indentXml(text)).toBe(laidOut);
});

test.each(['', 'text', '{"a":1}', '<a>', '<a></b>', '</a>', '<a', '<!-- only this -->'])(
  '%j is no XML',
  (text) => {
    expect(indentXml(text)).toBeNull();
  },
);
