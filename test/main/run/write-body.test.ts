// What is written as a content type says comes back as it was when it is read as that type.
import { readBody } from '#main/run/body/read-body.ts';
import { writeBody } from '#main/run/body/write-body.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const backOf = (value: unknown, type?: string): unknown => {
  const { bytes, contentType } = writeBody(value, type);
  const { value: back, error } = readBody(bytes, { contentType, contentEncoding: undefined });
  expect(error).toBe(null);
  return back;
};
const textOf = (value: unknown, type?: string): string =>
  Buffer.from(writeBody(value, type).bytes).toString();

const text = fc.string({ unit: 'grapheme' });
const name = fc.string({ unit: 'grapheme', minLength: 1 });
const line = text.filter((value) => !value.includes('\r') && !value.includes('\ufeff'));

describe('a round trip of', () => {
  test('JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        fc.pre(typeof value !== 'string' && !/\d{16}/.test(json));
        expect(JSON.stringify(backOf(value, 'application/vnd.erp+json'))).toBe(json);
      }),
    );
  });

  test.each(['application/xml', 'text/xml; charset=iso-8859-15', 'application/soap+xml; charset=utf-16le'])(
    'XML as %s',
    (type) => {
      const value = {
        order: {
          '@_id': '007',
          '@_note': 'a\n"b"\t',
          line: [{ '@_no': '1', '#text': 'Ä & <ü>' }, 'two'],
          price: '0010.50 €',
          '#text': 'x',
        },
      };
      expect(backOf(value, type)).toEqual(value);
    },
  );

  test('CSV', () => {
    const types = fc.constantFrom('text/csv', 'text/csv; delimiter=";"', 'text/tab-separated-values');
    fc.assert(
      fc.property(
        fc.uniqueArray(line, { minLength: 1, maxLength: 4 }),
        types,
        fc.gen(),
        (names, type, gen) => {
          // A first record of one field may hold anything that separates.
          const how = type === 'text/csv' ? 'text/csv; delimiter=","' : type;
          const rows = gen(() =>
            fc.array(fc.tuple(...names.map(() => line)), { minLength: 1, maxLength: 4 }),
          ).map(
            (row) =>
              JSON.parse(
                `{${names.map((key, at) => `${JSON.stringify(key)}:${JSON.stringify(row[at])}`).join()}}`,
              ) as object,
          );
          expect(JSON.stringify(backOf(rows, how))).toBe(JSON.stringify(rows));
        },
      ),
    );
    expect(
      backOf(
        [
          ['a', 'b'],
          ['', '"'],
        ],
        'text/csv; header=absent',
      ),
    ).toEqual([
      ['a', 'b'],
      ['', '"'],
    ]);
  });

  test('a form', () => {
    const field = fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 }));
    fc.assert(
      fc.property(fc.dictionary(name, field, { minKeys: 1 }), (value) => {
        const wellFormed = JSON.stringify(value).replaceAll(/\\ud[89a-f][0-9a-f]{2}/g, '\ufffd');
        expect(JSON.stringify(backOf(value, 'application/x-www-form-urlencoded'))).toBe(wellFormed);
      }),
    );
  });

  test('a form with files', () => {
    const file = {
      field: 'scan',
      filename: 'größe.png',
      contentType: 'image/png',
      size: 5,
      data: Uint8Array.of(0, 13, 10, 45, 45),
    };
    const form = { fields: { a: '1', list: ['x', 'ü'] }, files: [file, { ...file, field: 'other' }] };
    expect(backOf(form, 'multipart/form-data')).toEqual(form);
    expect(backOf(form, 'multipart/form-data; boundary=abc')).toEqual(form);
  });

  test.each(['utf-8', 'utf-16le', 'iso-8859-1', 'windows-1251', 'koi8-r', 'iso-8859-7', 'macintosh'])(
    'text in %s',
    (charset) => {
      const decoder = new TextDecoder(charset);
      const all = Array.from({ length: 128 }, (_, at) => decoder.decode(Uint8Array.of(at + 128)));
      const written = charset.startsWith('utf') ? 'Ä€\u{1f600}' : all.join('').replaceAll('\ufffd', '');
      expect(backOf(written, `text/plain; charset=${charset}`)).toBe(written);
    },
  );

  test('bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        expect(backOf(bytes)).toEqual(bytes);
        expect(backOf(bytes, 'image/png')).toEqual(bytes);
      }),
    );
  });
});

describe('what is written', () => {
  test('is text as it is, and data as JSON where no type says otherwise', () => {
    expect(writeBody('a')).toEqual({ contentType: 'text/plain; charset=utf-8', bytes: new Uint8Array([97]) });
    expect(textOf('{"a":1}', 'application/json')).toBe('{"a":1}');
    expect(textOf({ a: new Uint8Array([1, 2, 3]) })).toBe('{"a":"AQID"}');
    expect(textOf({ a: 1 }, 'text/plain')).toBe('{"a":1}');
    expect(textOf(null)).toBe('null');
  });

  test('as CSV has a column for each name, and JSON where a field cannot hold it', () => {
    const rows = [
      { a: 1, b: null },
      { b: [1, { x: true }], c: 'x,y' },
    ];
    expect(textOf(rows, 'text/csv')).toBe('a,b,c\r\n1,,\r\n,"[1,{""x"":true}]","x,y"\r\n');
    expect(textOf({ a: 1 }, 'text/csv; delimiter=";"')).toBe('a\r\n1\r\n');
    expect(textOf(rows, 'text/csv; header=absent')).toBe('1,,\r\n,"[1,{""x"":true}]","x,y"\r\n');
    expect(textOf([], 'text/csv')).toBe('');
  });

  test('cannot end a header of a form with files', () => {
    const file = { field: 'a"\r\nx: 1', filename: '"\r\n\r\nevil', contentType: 'a/b\r\nx: 1', data: 'x' };
    expect(textOf({ files: [file] }, 'multipart/form-data; boundary=b')).toBe(
      '--b\r\ncontent-disposition: form-data; name="a%22%0D%0Ax: 1"; filename="%22%0D%0A%0D%0Aevil"\r\n' +
        'content-type: application/octet-stream\r\n\r\nx\r\n--b--\r\n',
    );
  });

  test.each<[string, unknown, string, string]>([
    ['a character that the charset lacks', 'Ж', 'text/plain; charset=iso-8859-1', 'has no "Ж"'],
    [
      'a charset that cannot be written',
      'Ж',
      'text/plain; charset=shift_jis',
      'cannot be written in the charset',
    ],
    [
      'a charset that nobody knows',
      'x',
      'text/plain; charset=klingon',
      'cannot be written in the charset klingon',
    ],
    ['numbers as CSV', [1, 2], 'text/csv', 'a list of objects, or of a list of lists'],
    ['a list as a form', [1], 'application/x-www-form-urlencoded', 'an object with the names of its fields'],
    [
      'a file without a name',
      { files: [{ field: 'a', data: 'x' }] },
      'multipart/form-data',
      'needs field, filename',
    ],
    [
      'more columns than anybody has',
      [Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [at, 1]))],
      'text/csv',
      '10,000 columns',
    ],
    [
      'names that never fit',
      Array.from({ length: 9_000 }, (_, at) => ({ [at]: 1 })),
      'text/csv',
      '4,000,000 fields',
    ],
    [
      'a long name for each of many items',
      { ['x'.repeat(100_000)]: Array(1_000).fill(null), a: 1 },
      'text/xml',
      'larger than 64 MiB',
    ],
  ])('with %s fails in words', (_name, value, type, words) => {
    expect(() => writeBody(value, type)).toThrow(words);
  });
});
