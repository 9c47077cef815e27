import { readBody } from '#main/run/body/read-body.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const read = (body: string | Uint8Array, contentType?: string, contentEncoding?: string) => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const { value, error } = readBody(bytes, { contentType, contentEncoding });
  return { value, error };
};
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

describe('JSON', () => {
  test.each(['application/json', 'APPLICATION/JSON; charset=utf-8', 'application/vnd.erp+json', 'text/json'])(
    'is read from %s',
    (type) => {
      expect(read('{"id":42}', type)).toEqual({ value: { id: 42 }, error: null });
    },
  );

  test('any value comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text));
        const { value: back, error } = read(text, 'application/json');
        expect(error).toBeNull();
        expect(JSON.stringify(back)).toBe(text);
      }),
    );
  });

  test('with a byte order mark, or as UTF-16, is read all the same', () => {
    expect(read(Buffer.from('\ufeff{"a":1}'), 'application/json').value).toEqual({ a: 1 });
    expect(read(Buffer.from('\ufeff{"a":"é"}', 'utf16le'), 'application/json').value).toEqual({ a: 'é' });
  });

  test('that does not parse is text, with the reason beside it', () => {
    const { value, error } = read('{"id":', 'application/json');
    expect(value).toBe('{"id":');
    expect(error).toMatch(/JSON/);
  });

  test('with bytes that are no UTF-8 is text, with the reason beside it', () => {
    expect(read(bytesOf(0x22, 0xff, 0x22), 'application/json')).toEqual({
      value: '"\ufffd"',
      error: 'The body is not valid UTF-8.',
    });
  });

  test('with names that objects are born with spoils nothing', () => {
    const { value } = read('{"__proto__":{"evil":1},"constructor":2}', 'application/json');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect('evil' in {}).toBe(false);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('nested a thousand levels is refused, 999 are read, brackets in texts do not count', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(read(nested(999), 'application/json').error).toBeNull();
    expect(read(nested(100_000), 'application/json').error).toBe(
      'The JSON is nested deeper than 1,000 levels.',
    );
    expect(read(JSON.stringify({ a: `"\\${'['.repeat(5000)}` }), 'application/json').error).toBeNull();
  });
});

describe('numbers of JSON', () => {
  test('that JavaScript cannot hold are kept as text, digit for digit', () => {
    const json =
      '{"id":9007199254740993,"minus":-12345678901234567890,"far":1e400,"in":["x12345678901234567"]}';
    expect(read(json, 'application/json')).toEqual({
      value: {
        id: '9007199254740993',
        minus: '-12345678901234567890',
        far: '1e400',
        in: ['x12345678901234567'],
      },
      error: null,
    });
  });

  test('that it can hold are numbers', () => {
    const json = '[9007199254740991,-0,1.7976931348623157e+308,1e2,0.1000000000000000055511,1E-400]';
    expect(read(json, 'application/json').value).toEqual([
      9007199254740991, -0, 1.7976931348623157e308, 100, 0.1, 0,
    ]);
  });

  test('beside names that objects are born with spoil nothing', () => {
    const { value } = read('{"__proto__":{"evil":12345678901234567890}}', 'application/json');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"evil":"12345678901234567890"}}');
    expect('evil' in {}).toBe(false);
  });
});

describe('types that clients set without thinking', () => {
  test('a form that is JSON as a whole is read as JSON: that is what curl -d sends', () => {
    const form = 'application/x-www-form-urlencoded';
    expect(read('{"id":42}', form).value).toEqual({ id: 42 });
    expect(read(' [1,2]\n', form).value).toEqual([1, 2]);
    expect(read('{a}=1', form).value).toEqual({ '{a}': '1' });
  });

  test('no type at all: JSON is read, anything else is bytes', () => {
    expect(read('{"id":42}').value).toEqual({ id: 42 });
    expect(read(bytesOf(1, 2)).value).toEqual(bytesOf(1, 2));
  });

  test('an unknown type is bytes, even where it looks like JSON', () => {
    expect(read('{"id":42}', 'application/octet-stream').value).toBeInstanceOf(Uint8Array);
  });

  test('a content encoding makes it bytes whatever the type says', () => {
    expect(read('{"id":42}', 'application/json', 'gzip').value).toBeInstanceOf(Uint8Array);
    expect(read('{"id":42}', 'application/json', 'identity').value).toEqual({ id: 42 });
  });

  test('an empty body is nothing', () => {
    expect(read('', 'application/json')).toEqual({ value: undefined, error: null });
  });
});

describe('XML', () => {
  test('has attributes, repeated elements as lists, and numbers as text', () => {
    const xml =
      '<?xml version="1.0"?><order id="007"><line>01</line><line/><note lang="en">hi</note></order>';
    expect(read(xml, 'application/xml')).toEqual({
      value: { order: { '@_id': '007', line: ['01', ''], note: { '#text': 'hi', '@_lang': 'en' } } },
      error: null,
    });
    expect(read('<a>1</a>', 'application/soap+xml').value).toEqual({ a: '1' });
  });

  test('has lists where they are declared, even of one', () => {
    const readOne = (xmlLists: readonly string[]) =>
      readBody(Buffer.from('<o line="1"><line>1</line><note><line/></note></o>'), {
        contentType: 'text/xml',
        contentEncoding: undefined,
        xmlLists,
      }).value;
    expect(readOne([])).toEqual({ o: { '@_line': '1', line: '1', note: { line: '' } } });
    expect(readOne(['line', 'none'])).toEqual({ o: { '@_line': '1', line: ['1'], note: { line: [''] } } });
  });

  test('that is not well-formed is text, and where it is not is said in words', () => {
    expect(read('<order>\n<line></order>', 'text/xml')).toEqual({
      value: '<order>\n<line></order>',
      error:
        "Expected closing tag 'line' (opened in line 2, col 1) instead of closing tag 'order' (line 2, column 7).",
    });
  });

  test('has characters by their numbers', () => {
    expect(read('<a b="&#233;&quot;">&#xe9;&#13;&amp;lt;</a>', 'text/xml').value).toEqual({
      a: { '@_b': 'é"', '#text': 'é\r&lt;' },
    });
  });

  test('may carry a document type where it is text', () => {
    expect(read('<a><!-- <!DOCTYPE b> --><![CDATA[<!DOCTYPE html>]]></a>', 'text/xml').value).toEqual({
      a: '<!DOCTYPE html>',
    });
  });

  test.each([
    ['elements', `<a>${'<b/>'.repeat(1_000_001)}</a>`],
    ['attributes', `<a${' b="1"'.repeat(1_000_001)}/>`],
  ])('with too many %s is text, before anything is built of it', (_name, xml) => {
    expect(read(xml, 'text/xml').error).toBe('The XML has more than 1,000,000 elements and attributes.');
  });

  test.each(['<!--', '<![CDATA[', '<a b="', '<'])('of %s without an end is looked at once', (mark) => {
    expect(read(mark.repeat(200_000), 'text/xml').error).toEqual(expect.any(String));
  });

  test('is decoded in the charset that its declaration names', () => {
    const xml = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1');
    expect(read(xml, 'text/xml').value).toEqual({ a: 'é' });
  });

  test.each([
    ['an open element', '<a><b></a>'],
    ['no XML', 'hello'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['a document type inside', '<a><!DOCTYPE a [<!ENTITY x "y">]>&x;</a>'],
    ['a bomb of elements', '<a>'.repeat(5000) + '</a>'.repeat(5000)],
  ])('%s is text, with the reason beside it', (_name, xml) => {
    const { value, error } = read(xml, 'application/xml');
    expect(value).toBe(xml);
    expect(error).toEqual(expect.any(String));
  });

  test('with names that objects are born with spoils nothing', () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const { error } = read(`<r><${name}><evil>1</evil></${name}></r>`, 'application/xml');
      expect(error).toMatch(name);
    }
    expect('evil' in {}).toBe(false);
    expect(
      read('<r constructor="1"><toString>2</toString><valueOf/><valueOf/></r>', 'text/xml').value,
    ).toEqual({
      r: { '@_constructor': '1', toString: '2', valueOf: ['', ''] },
    });
  });
});

describe('forms', () => {
  test('repeated names are lists', () => {
    expect(read('a=1&b=x+y%21&a=2', 'application/x-www-form-urlencoded').value).toEqual({
      a: ['1', '2'],
      b: 'x y!',
    });
  });

  test('of parts have fields and files', async () => {
    const form = new FormData();
    form.append('name', 'Ünïcode');
    form.append('tag', 'a');
    form.append('tag', 'b');
    form.append(
      'file',
      new Blob([Uint8Array.of(0, 13, 10, 45, 45, 255)], { type: 'image/png' }),
      'a "quoted".png',
    );
    const request = new Response(form);
    const type = request.headers.get('content-type') ?? '';
    const body = new Uint8Array(await request.arrayBuffer());
    expect(read(body, type)).toEqual({
      value: {
        fields: { name: 'Ünïcode', tag: ['a', 'b'] },
        files: [
          {
            field: 'file',
            filename: 'a %22quoted%22.png',
            contentType: 'image/png',
            size: 6,
            data: bytesOf(0, 13, 10, 45, 45, 255),
          },
        ],
      },
      error: null,
    });
  });

  test('of parts with any bytes come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), async (files) => {
        const form = new FormData();
        for (const data of files) form.append('f', new Blob([new Uint8Array(data)]), 'x');
        const request = new Response(form);
        const type = request.headers.get('content-type') ?? '';
        const { value } = read(new Uint8Array(await request.arrayBuffer()), type);
        if (files.length > 0) {
          expect(value).toMatchObject({
            fields: {},
            files: files.map((data) => ({ data, size: data.length })),
          });
        }
      }),
    );
  });

  test.each([
    ['no boundary', 'multipart/form-data', '--x\r\n\r\n--x--'],
    ['no end', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'],
    ['no parts', 'multipart/form-data; boundary=x', 'hello'],
    ['a part without a name', 'multipart/form-data; boundary=x', '--x\r\na: b\r\n\r\n1\r\n--x--'],
  ])('of parts with %s are text, with the reason beside it', (_name, type, body) => {
    const { value, error } = read(body, type);
    expect(value).toBe(body);
    expect(error).toEqual(expect.any(String));
  });

  test('of thousands of parts are read, of more than 10,000 are text', () => {
    const form = (parts: number): string =>
      `${'--x\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\n1\r\n'.repeat(parts)}--x--`;
    const type = 'multipart/form-data; boundary=x';
    const { value } = read(form(10_000), type);
    expect(JSON.stringify(value)).toBe(
      JSON.stringify({ fields: JSON.parse(`{"__proto__":[${'"1",'.repeat(9_999)}"1"]}`), files: [] }),
    );
    expect(read(form(10_001), type).error).toBe('The form has more than 10,000 parts.');
  });

  test('of any bytes never throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('--b', '\r\n--b', '--b--', '\r\n\r\n'),
        (bytes, mark) => {
          read(
            Buffer.concat([Buffer.from('--b\r\n'), bytes, Buffer.from(mark), bytes]),
            'multipart/form-data; boundary=b',
          );
        },
      ),
    );
  });
});

describe('CSV', () => {
  test.each([
    ['a comma', 'text/csv', 'id,name\r\n007,"Miller, ""Jo"""\r\n'],
    ['a semicolon', 'text/csv', 'id;name\n007;"Miller, ""Jo"""'],
    [
      'a tab',
      'text/csv; charset=utf-8',
      'id\tname\r007\tMiller, "Jo"\r'.replace('Miller, "Jo"', '"Miller, ""Jo"""'),
    ],
    ['a tab by its type', 'text/tab-separated-values', 'id\tname\n007\t"Miller, ""Jo"""\n\n'],
    ['what the type says', 'text/csv; delimiter="|"; header=present', '\ufeffid|name\n007|"Miller, ""Jo"""'],
  ])('with %s between its fields is a list of objects', (_name, type, csv) => {
    expect(read(csv, type)).toEqual({ value: [{ id: '007', name: 'Miller, "Jo"' }], error: null });
  });

  test('without names is a list of lists where its type says so', () => {
    expect(read('1;2\n3;4', 'text/csv; header=absent').value).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  test('is read in its charset', () => {
    expect(read(Buffer.from('größe\n1', 'latin1'), 'text/csv; charset=windows-1252').value).toEqual([
      { größe: '1' },
    ]);
  });

  test('with one name twice has a list, and any name is its own', () => {
    const { value } = read('a,a,__proto__\n1,2,3', 'text/csv');
    expect(JSON.stringify(value)).toBe('[{"a":["1","2"],"__proto__":"3"}]');
    expect(JSON.stringify(read('__proto__,constructor\n1,2', 'text/csv').value)).toBe(
      '[{"__proto__":"1","constructor":"2"}]',
    );
  });

  test.each([
    ['a record that is longer than the names', 'a,b\n1,2,3', /Record Length.*line 2/],
    ['a record that was cut off', 'a,b\n1,2\n3', /Record Length.*line 3/],
    ['a quote that does not end', 'a,b\n1,"2', /Quote Not Closed.*line 2/],
    ['a million columns', 'a,'.repeat(1_000_000), 'The CSV has more than 10,000 columns.'],
    ['a million columns further down', `a\n${'a,'.repeat(200_000)}`, /./],
    ['millions of fields', `${','.repeat(9_000)}\n`.repeat(500), 'The CSV has more than 4,000,000 fields.'],
  ])('with %s is text, with the reason beside it', (_name, csv, error) => {
    const result = read(csv, 'text/csv');
    expect(result.value).toBe(csv);
    expect(result.error).toMatch(error);
  });
});

describe('text', () => {
  test('is decoded in the declared charset', () => {
    expect(read(bytesOf(0xe9), 'text/plain; charset=ISO-8859-1').value).toBe('é');
    expect(read('a', 'application/x-thing; charset="utf-8"').value).toBe('a');
  });

  test('in a charset that nobody knows is read as UTF-8, with a note', () => {
    expect(read('é', 'text/plain; charset=klingon')).toEqual({
      value: 'é',
      error: 'The charset klingon is not known.',
    });
  });
});

test('a body of any type and any bytes is given, never thrown at', () => {
  const types = fc.constantFrom(
    undefined,
    'application/json',
    'text/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'text/plain; charset=utf-16',
    'text/csv',
    'image/png',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.string().map((text) => Buffer.from(text)),
      ),
      types,
      (bytes, type) => {
        read(bytes, type);
      },
    ),
  );
});
