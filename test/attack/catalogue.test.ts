// Every number of the catalogue of bad inputs is met somewhere: in one of the tables, or in a test of its own.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { corpus } from './http-corpus.ts';
import { productCorpus } from './product-corpus.ts';

const inTables = new Set([...corpus, ...productCorpus].map(({ id }) => id));

/** Where the others are met, and in which words. */
const elsewhere: Readonly<Record<string, readonly [file: string, test: string]>> = {
  H32: ['attack/product-corpus.test.ts', 'H32: a thousand unknown paths'],
  H67: ['main/call/auth/hmac.test.ts', 'is right as its own package makes it, and while it is young'],
  H68: [
    'main/call/auth/hmac.test.ts',
    'is right as its own package makes it, over these bytes and no others',
  ],
  H69: ['main/call/auth/hmac.test.ts', 'comes again with the same id and runs no second time'],
  H70: ['attack/product-corpus.test.ts', 'H70: who guesses keys'],
  H116: ['main/webhook/server.test.ts', 'that nobody takes is given up'],
  H117: ['journey/siege.test.ts', 'H117: more connections than there are places'],
  H119: ['journey/seed-page.test.ts', 'cancels a call whose caller hung up before it started'],
  H120: ['journey/seed-page.test.ts', 'lets a started one end'],
  H122: ['attack/product-corpus.test.ts', 'H122: a caller that resets'],
  H124: ['main/webhook/connection.test.ts', 'that closes answers what is open, refuses what comes'],
  H125: ['main/webhook/tls.test.ts', 'H125: '],
  H126: ['main/webhook/tls.test.ts', 'H126: '],
  H127: ['main/webhook/tls.test.ts', 'H127: '],
  H128: ['main/webhook/tls.test.ts', 'H128: '],
  H129: ['journey/https.test.ts', 'H129: '],
  H130: ['main/webhook/tls.test.ts', 'H130: '],
  H131: ['main/webhook/tls.test.ts', 'H131: '],
  H132: ['journey/https.test.ts', 'H132: '],
  H135: ['journey/idempotency.test.ts', 'while the first runs is told so'],
  H136: ['journey/idempotency.test.ts', 'fifty at once are one row and one execution'],
  H140: ['crash/full-disk.test.ts', 'starts on a full disk and says why it takes no calls'],
};

/** Void: a caller who pipelines is read no further instead, and has every answer. */
const decidedOtherwise = ['H87'];

test('every number is met', () => {
  const all = Array.from({ length: 140 }, (_, at) => `H${String(at + 1).padStart(2, '0')}`);
  const met = new Set([...inTables, ...Object.keys(elsewhere), ...decidedOtherwise]);
  expect(all.filter((id) => !met.has(id))).toEqual([]);
});

test.each(Object.entries(elsewhere))('%s is met in a test that there is', (_id, [file, words]) => {
  expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toContain(words);
});
