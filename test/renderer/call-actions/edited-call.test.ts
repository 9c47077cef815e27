import { expect, test } from 'vitest';
import { changesOf, editable, readEdited, whyNotEdited } from '#renderer/call-actions/edited-call.ts';
import { call } from '#test/renderer/call-detail/call.ts';

const kept = call();
const original = editable(kept);

test('what is left alone is no change, so that it is sent to the byte', () => {
  expect(changesOf(original, original)).toEqual({});
  const body = { encoding: 'text' as const, data: 'a\r\nb', bytes: 4, cut: false };
  const withLines = editable(call({ request: { ...kept.request, body } }));
  // As a text area gives it back.
  expect(changesOf({ ...withLines, body: 'a\nb' }, withLines)).toEqual({});
});

test('each field that differs is a change of its own', () => {
  const edited = { method: 'PUT', query: 'b=2', headers: 'X-A: 1:2\n\nX-B:', body: '{}' };
  expect(changesOf(edited, original)).toEqual({
    method: 'PUT',
    query: 'b=2',
    headers: [
      ['X-A', '1:2'],
      ['X-B', ''],
    ],
    body: '{}',
  });
});

test('a body that is no text, or not all there, is not edited', () => {
  const body = { encoding: 'base64' as const, data: 'AA==', bytes: 1, cut: false };
  expect(editable(call({ request: { ...kept.request, body } })).body).toBeNull();
  const cut = { encoding: 'text' as const, data: 'a', bytes: 900_000, cut: true };
  expect(editable(call({ request: { ...kept.request, body: cut } })).body).toBeNull();
});

test('a body with masks in it is not edited, since the masks would be sent, and the reason is said', () => {
  const body = {
    encoding: 'text' as const,
    data: '{"ssn":"[hidden]"}',
    bytes: 18,
    cut: false,
    isMasked: true,
  };
  const masked = call({ request: { ...kept.request, body } });
  expect(editable(masked).body).toBeNull();
  expect(changesOf({ ...editable(masked), method: 'PUT' }, editable(masked))).toEqual({ method: 'PUT' });
  expect(whyNotEdited(masked)).toMatch(/trigger hides.*sent as it was/);
  expect(whyNotEdited(kept)).toBeNull();
});

test.each([
  [{ headers: [['no name', 'x']] }, { headers: 'Line 1: This is not the name of a header.' }],
  [
    {
      headers: [
        ['a', 'b'],
        ['c', 'd\re'],
      ],
    },
    { headers: 'Line 2: A header has no line breaks.' },
  ],
  [{ query: 'a#b' }, { query: 'A query is visible ASCII without #; other characters are written as %xx.' }],
])('%j is refused at its field', (changes, errors) => {
  expect(readEdited(changes)).toEqual({ changes: null, errors });
});
