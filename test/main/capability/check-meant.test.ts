import { expect, test } from 'vitest';
import { checkMeant } from '#main/capability/check-meant.ts';
import { IntegrationDraft } from '#shared/model/integration.ts';
import { pathText } from '#shared/path.ts';
import { draft } from '#test/support/runtime.ts';

const said = (...of: Parameters<typeof draft>): string[] =>
  checkMeant(IntegrationDraft.parse(draft(...of))).map(
    ({ path, message }) => `${pathText(path)}: ${message}`,
  );
const step = (fields: object): string[] =>
  said('Orders', {}, { workflow: [{ name: 'next', ...fields }] as never });

test('a request goes to an address, and what it sends has names', () => {
  const request = (fields: object) => step({ kind: 'httpRequest', ...fields });
  for (const url of ['', '  ']) {
    expect(request({ url })).toEqual([
      'workflow[0].url: An address is required, such as https://erp.example.com/orders.',
    ]);
  }
  for (const url of ['/orders', 'erp.example.com/orders', 'ftp://erp.example.com/']) {
    expect(request({ url })).toEqual([
      'workflow[0].url: This is no http or https address; it is relative to that of a connection only.',
    ]);
  }
  expect(request({ url: '{{ env.ERP_URL }}/orders' })).toEqual([]);
  expect(request({ url: { from: 'env.ERP_URL' } })).toEqual([]);
  expect(request({ url: 'http://erp.example.com/', query: { '': 'x' } })).toEqual([
    'workflow[0].query: A name is required for each.',
  ]);
});

test('a mail is about something, inside of a list too', () => {
  const mail = (subject: unknown) => ({
    name: 'mail',
    kind: 'email',
    connection: 'mail',
    to: 'a@example.com',
    subject,
  });
  expect(step(mail(' '))).toEqual(['workflow[0].subject: A subject is required.']);
  expect(step(mail({ from: 'body.subject' }))).toEqual([]);
  expect(step({ kind: 'forEach', items: 'body', steps: [mail('')] })).toEqual([
    'workflow[0].steps[0].subject: A subject is required.',
  ]);
});

test('a required parameter has no default value', () => {
  const queryParameters = [{ name: 'warehouse', required: true, default: 'MAIN' }];
  expect(said('Orders', { queryParameters })).toEqual([
    'trigger.queryParameters[0].default: A required parameter has no default value.',
  ]);
});
