import { expect, test } from 'vitest';
import type { z } from 'zod';
import { fieldIssues } from '#shared/contract/field-issues.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { Settings } from '#shared/model/setting.ts';
import { pathText } from '#shared/path.ts';

const wordsOf = (schema: z.ZodType, given: unknown): string[] =>
  fieldIssues(schema.safeParse(given).error?.issues ?? []).map(
    ({ path, message }) => `${pathText(path)}: ${message}`,
  );

/** What is said of the first integration of a file. */
const said = (trigger: object, rest: object = {}): string[] => {
  const authentication = { kind: 'none' };
  const integrations = [{ name: 'Orders', trigger: { authentication, ...trigger }, ...rest }];
  return wordsOf(InstallationFile, { hookline: 1, integrations }).map((text) =>
    text.replace(/^integrations\[0\]\./, ''),
  );
};

test.each([
  [{ methods: ['GET', 'FETCH'] }, 'trigger.methods[1]: This must be one of GET, POST, PUT, PATCH, DELETE.'],
  [{ maxWaiting: 'many' }, 'trigger.maxWaiting: This must be a number.'],
  [{ maxWaiting: 1.5 }, 'trigger.maxWaiting: This is not a whole number.'],
  [{ maxWaiting: 0 }, 'trigger.maxWaiting: The smallest value is 1.'],
  [{ keyInQuery: 'yes' }, 'trigger.keyInQuery: This must be true or false.'],
  [{ origins: 'https://a.example' }, 'trigger.origins: This must be a list.'],
  [{ retry: { waitSeconds: [] } }, 'trigger.retry.waitSeconds: At least one entry is required.'],
  [
    { authentication: { kind: 'nope' } },
    /^trigger\.authentication\.kind: This must be one of none, apiKeys, /,
  ],
  [{ authentication: undefined }, /^trigger\.authentication: Say \{ kind: none \}/],
  [{ colour: 'red' }, 'trigger.colour: This field is not known.'],
])('a fault has the words of a person who sees a form or a file: %j', (trigger, words) => {
  const [first] = said(trigger);
  if (typeof words === 'string') expect(first).toBe(words);
  else expect(first).toMatch(words);
});

test('each of several unknown fields is a fault of its own', () => {
  expect(said({ colour: 'red', metods: ['GET'], size: 5 })).toEqual([
    'trigger.colour: This field is not known.',
    'trigger.metods: This field is not known. Did you mean methods?',
    'trigger.size: This field is not known.',
  ]);
});

test('of a value that may have several forms the one is judged that was meant', () => {
  expect(said({ orderedDelivery: { by: 5 } })).toEqual(['trigger.orderedDelivery.by: This must be a text.']);
  expect(said({ requestResponse: { timeoutSeconds: 0, onTimeout: 500 } })).toEqual([
    'trigger.requestResponse.timeoutSeconds: The smallest value is 1.',
    'trigger.requestResponse.onTimeout: This must be 504 or 202.',
  ]);
  expect(said({ orderedDelivery: 'yes' })).toEqual([
    'trigger.orderedDelivery: This must be true or false or a group of fields.',
  ]);
});

test('the name of an entry that cannot be one is a fault with the words for names', () => {
  const step = { name: 'send', kind: 'httpRequest', url: '/', headers: { 'a b': 'c' } };
  expect(said({}, { workflow: [step] })).toEqual(['workflow[0].headers.a b: This is not a header name.']);
});

test('an address that is none is shown what one looks like', () => {
  expect(wordsOf(Settings, { publicBaseUrl: 'hooks' })).toEqual([
    'publicBaseUrl: This is not an address such as https://hooks.example.com.',
  ]);
});

test('whatever is wrong, no words of the library are shown', () => {
  const odd = [null, 5, 'x', [], {}, [5], { kind: 5 }, { a: 1 }, Number.NaN, true];
  const fields = Object.keys(Settings.shape);
  const texts = odd.flatMap((value) => [
    ...fields.flatMap((field) => wordsOf(Settings, { [field]: value })),
    ...said({ requestResponse: value, authentication: value, retry: value, queryParameters: value }),
    ...said({}, { workflow: [value], dataProcessing: value, code: value }),
  ]);
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => /Invalid|expected|received|Unrecognized|Too (big|small)/.test(text))).toEqual(
    [],
  );
});
