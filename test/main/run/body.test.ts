import { readBody } from '#main/run/body/read-body.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const read = (body: string | Uint8Array, contentType?: string, contentEncoding?: string) =>
  readBody(typeof body === 'string' ? Buffer.from(body) : body, { contentType, contentEncoding });
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

  test('is decoded in the charset that its declaration names', () => {
    const xml = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1');
    expect(read(xml, 'text/xml').value).toEqual({ a: 'é' });
  });

  test.each([
    ['an open element', '<a><b></a>'],
    ['no XML', 'hello'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['a bomb of elements', '<a>'.repeat(5000) + '</a>'.repeat(5000)],
  ])('%s is text, with the reason beside it', (_name, xml) => {
    const { value, error } = read(xml, 'application/xml');
    expect(value).toBe(xml);
    expect(error).toEqual(expect.any(String));
  });

  test('with names that objects are born with spoils nothing', () => {
    read('<r><__proto__><evil>1</evil></__proto__><constructor>2</constructor></r>', 'application/xml');
    expect('evil' in {}).toBe(false);
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

describe('text', () => {
  test('is decoded in the declared charset', () => {
    expect(read(bytesOf(0xe9), 'text/plain; charset=ISO-8859-1').value).toBe('é');
    expect(read('é', 'text/csv').value).toBe('é');
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
