// One call's page: what its attempts did, what it waits for, and what people did to it.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { lookAt, openScreen, test } from './screen.ts';

const open = { authentication: { kind: 'none' }, methods: ['POST'] };
const closed = [
  { name: 'look', kind: 'transform', expression: '{ "stock": 3 }' },
  { name: 'stop', kind: 'fail', status: 503, message: 'The stock is closed.' },
];

let service: Service;
test.beforeAll(async () => {
  service = await startService({
    integrations: [
      {
        name: 'Again',
        code: 'again',
        trigger: { ...open, orderedDelivery: true, retry: { attempts: 3, waitSeconds: [0, 300], jitter: 0 } },
        workflow: closed,
      },
      {
        name: 'Holding',
        code: 'holdi',
        trigger: { ...open, orderedDelivery: { onFailure: 'hold' } },
        workflow: closed,
      },
      {
        name: 'Once',
        code: 'once0',
        trigger: { ...open, idempotency: { header: 'Idempotency-Key', hours: 1 } },
      },
    ],
  });
});
test.afterAll(() => service.stop());

async function send(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${service.webhookUrl}/${path}`, { method: 'POST', headers });
  return answer.headers.get('x-call-id') ?? '';
}

async function act(integration: string, deed: string, note: string): Promise<void> {
  const headers = { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' };
  const lanes: { integrationId: string; integration: string }[] = await (
    await fetch(`${service.adminUrl}/api/lanes`, { headers })
  ).json();
  const { integrationId } = lanes.find((lane) => lane.integration === integration)!;
  const answer = await fetch(`${service.adminUrl}/api/lanes/${integrationId}/${deed}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ note }),
  });
  expect(answer.status).toBe(200);
}

const sentence = (page: Page) => page.getByRole('main').getByRole('status').filter({ hasText: /\.$/ });

test('a call between attempts shows each of them, and when the next one is', async ({ page }) => {
  const id = await send('again/Again');
  await openScreen(page, service, `/calls/${id}`);
  await expect(sentence(page)).toHaveText(
    /^Waiting for the next attempt at [\d: -]+; attempt 2 failed in the step “stop”: The stock is closed\.$/,
  );
  const attempts = page.getByRole('region', { name: 'Attempts' });
  await expect(attempts.getByText(/^Attempt \d$/)).toHaveText(['Attempt 2', 'Attempt 1']);
  await expect(page.getByRole('region', { name: 'Timing' })).toContainText(/Waiting to try again .* so far/);
  await lookAt(page, 'call-attempts');
});

test('the head of a held lane says so, and what was done to it stands on its page', async ({ page }) => {
  const head = await send('holdi/Holding');
  const next = await send('holdi/Holding');
  await openScreen(page, service, `/calls/${next}`);
  await expect(sentence(page)).toHaveText('Waiting: place 2 in its lane, which is held.');
  await openScreen(page, service, `/calls/${head}`);
  await expect(sentence(page)).toHaveText(
    'Waiting at the head of its lane, which is held; attempt 1 failed in the step “stop”: The stock is closed.',
  );
  await page.getByRole('tab', { name: 'Lane' }).click();
  await expect(page.getByText(/^The lane is held since .*The stock is closed\.$/)).toBeVisible();
  await act('Holding', 'skip', 'Sent by hand.');
  await expect(sentence(page)).toHaveText(
    'Skipped; attempt 1 failed in the step “stop”: The stock is closed.',
  );
  const deeds = page.getByRole('table', { name: 'What was done to the call' });
  await expect(deeds.getByRole('row')).toHaveText([
    /when/,
    /lane held, since the call failed|skipped/,
    /skipped|held/,
  ]);
  await expect(deeds).toContainText('Sent by hand.');
  await lookAt(page, 'call-lane');
});

test('a call that came again says how often', async ({ page }) => {
  const headers = { 'idempotency-key': 'order-7' };
  const id = await send('once0/Once', headers);
  await openScreen(page, service, `/calls/${id}`);
  await expect(sentence(page)).toHaveText(/^Succeeded in/);
  await send('once0/Once', headers);
  await send('once0/Once', headers);
  await page.reload();
  await expect(sentence(page)).toHaveText(
    /The same request came again twice with its idempotency key and was not run again\.$/,
  );
});
