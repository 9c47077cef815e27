// Texts of the outside that would be scripts, were they ever taken for markup: wherever screens show them they are text.
// A complaint of the browser about its policy fails the test.
import { expect } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { goTo, openScreen, test, ofBrowser } from './screen.ts';

const bad = (place: string): string =>
  `"><img src=x onerror="window.ran='${place}'"><script>window.ran='${place}'</script>`;

let service: Service;
let callIds: string[];

test.beforeAll(async () => {
  const key = 'hk_known_to_this_test';
  service = await startService({
    integrations: [
      {
        name: 'Echo',
        code: 'echo1',
        trigger: {
          authentication: { kind: 'apiKeys', keys: [{ label: bad('label'), key }] },
          requestResponse: true,
          queryParameters: [{ name: 'q', default: bad('default'), description: bad('description') }],
        },
        dataProcessing: 'body',
        workflow: [
          { name: 'seen', kind: 'transform', expression: '{ "body": body, "query": query }' },
          { name: 'fails', kind: 'javascript', code: 'throw new Error(query.q)', when: 'query.fail = "yes"' },
          {
            name: 'answer',
            kind: 'respond',
            status: 200,
            headers: { 'x-echo': '{{ query.q }}' },
            body: { from: 'body' },
          },
        ],
      },
    ],
  });
  const call = async (query: string, headers: Record<string, string> = {}): Promise<string> => {
    const answer = await fetch(`${service.webhookUrl}/echo1/Echo?${query}`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'x-name': bad('header'), 'content-type': 'text/html', ...headers },
      body: `<html><body>${bad('body')}</body></html>`,
    });
    await answer.arrayBuffer();
    return answer.headers.get('x-call-id') ?? '';
  };
  const q = encodeURIComponent(bad('query'));
  callIds = [
    await call(`q=${q}`),
    await call(`q=${q}&fail=yes`),
    await call(`q=${q}`, { 'x-api-key': bad('key') }),
  ];
  await fetch(`${service.webhookUrl}/nowhere/${encodeURIComponent(bad('path'))}`);
  await fetch(`${service.adminUrl}/api/access/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ label: bad('token'), role: 'support' }),
  });
});
test.afterAll(() => service.stop());

test('whatever callers and designers write is text wherever it is shown', async ({ page }) => {
  test.slow();
  await openScreen(page, service, '/calls');
  await expect(page.getByRole('row').filter({ hasText: 'Echo' }).first()).toBeVisible();
  for (const id of callIds) {
    // From elsewhere: of two calls the first stays until the second has come.
    await goTo(page, '/');
    await expect(page.getByRole('heading', { level: 1, name: 'Integrations' })).toBeVisible();
    await goTo(page, `/calls/${id}`);
    await expect(page.getByRole('tab', { name: 'Request' })).toBeVisible();
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expect(tab).toHaveAttribute('aria-selected', 'true');
    }
  }
  const integrations = await fetch(`${service.adminUrl}/api/integrations`, {
    headers: { authorization: `Bearer ${service.adminToken}` },
  });
  const [{ id }] = (await integrations.json()) as [{ id: string }];
  for (const tab of ['setup', 'workflow', 'consumers', 'versions']) {
    await goTo(page, `/integrations/${id}/${tab}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Echo' })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/${tab}$`));
    await expect(page.getByRole('tab', { selected: true })).toHaveText(new RegExp(tab, 'i'));
  }
  await goTo(page, '/settings');
  await expect(page.getByText(bad('token')).first()).toBeVisible();
  expect(await page.evaluate(() => (window as { ran?: string }).ran)).toBeUndefined();
});

test(
  'the token is taken out of the address, and kept for the tab alone',
  ofBrowser('A window has no token.'),
  async ({ page, context }) => {
    await openScreen(page, service, '/');
    expect(page.url()).not.toContain(service.adminToken);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    const stored = await page.evaluate(() => JSON.stringify(localStorage));
    expect(stored).not.toContain(service.adminToken);
    const other = await context.newPage();
    await other.goto(service.adminUrl);
    await expect(other.getByRole('heading', { name: 'Not signed in' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('navigation')).toBeVisible();
  },
);
