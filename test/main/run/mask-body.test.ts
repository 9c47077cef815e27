import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskBody } from '#main/run/body/mask-body.ts';

const masked = (text: string | Uint8Array, contentType: string | undefined, ...paths: string[]): string => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return Buffer.from(maskBody(bytes, { contentType, contentEncoding: undefined }, paths).bytes).toString();
};

test('a value of JSON is masked where a path leads to it, and every other byte stays', () => {
  const body =
    '{ "customer": {"ssn": "078-05-1120", "age": 42,\t"n": 1.50},\n "lines":[{"card":4111},{"card":null}] }';
  expect(masked(body, 'application/json', 'customer.ssn')).toBe(body.replace('078-05-1120', '***'));
  expect(masked(body, 'application/json', 'lines[*].card')).toBe(
    body.replace('4111', '"***"').replace('null', '"***"'),
  );
  expect(masked(body, 'application/json', 'lines.card')).toBe(masked(body, 'application/json', '**.card'));
  expect(masked(body, 'application/json', 'customer')).toBe(
    body.replace('"078-05-1120"', '"***"').replace('42', '"***"').replace('1.50', '"***"'),
  );
  expect(masked(body, 'application/json', 'customer.*')).toBe(masked(body, 'application/json', 'customer'));
  expect(masked(body, 'application/json', 'nothing.here')).toBe(body);
});

test('a name that is escaped, stands twice or has a dot is found as well', () => {
  expect(masked('{"s\\u0073n":"1","ssn":"2","a.b":"3"}', 'application/json', 'ssn', '`a.b`')).toBe(
    '{"s\\u0073n":"***","ssn":"***","a.b":"***"}',
  );
});

test('elements, attributes and texts of XML are masked', () => {
  const body =
    '<o:order id="7"><s a="x">078 &amp; 1<b>2</b></s><line card="4111"/><line card=\'42\'>t</line></o:order>';
  expect(masked(body, 'text/xml', 'o:order.s', 'o:order.line.@_card')).toBe(
    '<o:order id="7"><s a="***">***</s><line card="***"/><line card=\'***\'>t</line></o:order>',
  );
  expect(masked(body, 'text/xml', 'o:order.@_id')).toBe(body.replace('"7"', '"***"'));
});

test('a field of a form is masked by its name as it is read', () => {
  expect(masked('a=1&card%20no=4111&card+no=42&b', 'application/x-www-form-urlencoded', '`card no`')).toBe(
    'a=1&card%20no=***&card+no=***&b',
  );
});

test.each([
  ['JSON that does not parse', '{"ssn": "078', 'application/json'],
  ['text', 'ssn: 078', 'text/plain'],
  ['bytes', 'ssn: 078', 'application/octet-stream'],
  ['XML with a DOCTYPE', '<!DOCTYPE x><ssn>078</ssn>', 'text/xml'],
  ['JSON in another charset', Buffer.from('{"ssn":"078ä"}', 'latin1'), 'application/json'],
])('%s is masked as a whole', (_what, body, type) => {
  expect(masked(body, type, 'ssn')).toBe('***');
});

test('what was not read before it was kept is masked as it is read: a form that is JSON', () => {
  expect(masked('{"ssn":"078"}', 'application/x-www-form-urlencoded', 'ssn')).toBe('{"ssn":"***"}');
  expect(masked('{"ssn":"078"}', undefined, 'ssn')).toBe('{"ssn":"***"}');
});

test('whatever the JSON, no value at the paths is left, and all else is', () => {
  const secret = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `SECRET${text}`);
  const around = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  fc.assert(
    fc.property(around, fc.array(secret, { maxLength: 4 }), secret, (other, cards, ssn) => {
      const rest = JSON.parse(JSON.stringify({ ...other, customer: null, lines: null })) as object;
      const body = { ...rest, customer: { ssn, name: 'Ada' }, lines: cards.map((card) => ({ card, n: 1 })) };
      const shown = masked(
        JSON.stringify(body, null, 1),
        'application/json',
        'customer.ssn',
        'lines[*].card',
      );
      expect(shown).not.toContain('SECRET');
      expect(JSON.parse(shown)).toEqual({
        ...rest,
        customer: { ssn: '***', name: 'Ada' },
        lines: cards.map(() => ({ card: '***', n: 1 })),
      });
    }),
    { numRuns: 300 },
  );
});
