import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { fieldErrors } from '#renderer/settings/field-errors.ts';

test('a taken port is said at the port, with what helps', () => {
  expect(fieldErrors(new ORPCError('port_taken', { message: 'Port 80 is taken.' }))).toEqual([
    {
      name: 'http.port',
      message:
        'Another program uses the port. A different one, or ending that program, helps. Nothing was changed.',
    },
  ]);
});

test('a field at fault is said at that field, a name in a list at its list', () => {
  const issues = [
    { path: ['publicBaseUrl'], message: 'Invalid URL' },
    { path: ['hiddenHeaders', 2], message: 'This field is required.' },
    { path: ['elsewhere'], message: 'odd' },
  ];
  expect(fieldErrors(new ORPCError('input_invalid', { data: { issues } }))).toEqual([
    { name: 'publicBaseUrl', message: 'Invalid URL' },
    { name: 'hiddenHeaders', message: 'This field is required.' },
  ]);
});

test('a failure of no field is left to the page', () => {
  expect(fieldErrors(new Error('gone'))).toEqual([]);
});
