// Whoever has a token that only reads goes over all screens: what would change something is not there, or is greyed and
// says why; forms are to be read, and say why.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, goTo, lookAt, openScreen, test, ofBrowser } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: sampleIntegrations });
});
test.afterAll(() => service.stop());

const ask = async (path: string, body?: object) => {
  const answer = await fetch(`${service.adminUrl}/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.json();
};
const send = async (path: string): Promise<string> => {
  const answer = await fetch(`${service.webhookUrl}/${path}`, { method: 'POST', body: '{"a":1}' });
  await answer.arrayBuffer();
  return answer.headers.get('x-call-id') ?? '';
};

/** What looks, copies, narrows, or saves a file on the computer of who looks. */
const looks = [
  /^(Copy|Export|Download|Close|Find in|Look at|Filter|History|Columns|Saved|More$|Pause|Resume$|Newest)/,
  /^(Setup|Data processing|Workflow|Calls|Consumers|Versions|Request|Response|Steps|Lane|Raw)$/,
  /^(Hand-out|OpenAPI document|Look now|Trust the local authority|More about this call)$/,
  /^(Broken|Guarded|Quick|Slow)/,
];
/** What folds and unfolds the parts of a form. */
const folds = [/^(More|Type and schema|Advanced)/, /^\d/];

/** The names of all buttons in sight that do something. */
const buttons = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main button, [role=dialog] button')]
      .filter((one) => one.checkVisibility() && !one.matches(':disabled, [aria-disabled=true]'))
      .map((one) => one.getAttribute('aria-label') ?? (one.textContent || one.outerHTML)),
  );

/** The names of all fields in sight that can be filled in; `beside`: not those that are of a kind. */
const fields = (page: Page, beside = ''): Promise<string[]> =>
  page.evaluate(
    (without) =>
      [...document.querySelectorAll('main :is(input, textarea, .cm-content:not([aria-readonly=true]))')]
        .filter((one) => one.checkVisibility() && !one.matches(`:disabled, [readonly]${without}`))
        .map(
          (one) => one.getAttribute('aria-label') ?? (one as HTMLInputElement).labels?.[0]?.textContent ?? '',
        ),
    beside,
  );

const strange = (names: readonly string[], known: readonly RegExp[]): string[] =>
  names.filter((name) => !known.some((one) => one.test(name)));

test(
  'on no screen anything is offered that changes something',
  ofBrowser('A window has no token, and may do everything.'),
  async ({ page }) => {
    test.slow();
    const { value } = await ask('/access/tokens', { label: 'Night shift', role: 'support' });
    const [first, second] = [await send('quick/Quick'), await send('quick/Quick')];
    for (let count = 0; count < 3; count++) await send('slow1/Slow');
    const { id } = (await ask('/integrations')).find(({ name }: { name: string }) => name === 'Guarded');
    await openScreen(page, { ...service, adminToken: value }, '/');
    await expect(page.getByText('Night shift: support')).toBeVisible();

    const note = page.getByText('This page is for looking only. Changing it needs the role');
    const toRead: readonly (readonly [place: string, sight: string])[] = [
      ['/', 'Guarded'],
      ['/calls', 'Quick'],
      [`/calls?call=${first}`, 'Succeeded in'],
      [`/calls/${first}`, 'Succeeded in'],
      [`/compare/${first}/${second}`, 'Request body'],
      ['/lanes', 'Guarded'],
      ['/charts', 'Calls per minute'],
      ['/consumers', 'Consumers'],
      ['/environment', 'Connections'],
      ['/import', 'needs the role'],
    ];
    for (const [place, sight] of toRead) {
      await goTo(page, place);
      await expect(page.locator('main').getByText(sight).first()).toBeAttached();
      if (place === '/lanes') await page.getByRole('button', { name: /^Slow/ }).click();
      if (place === '/lanes') await expect(page.getByRole('button', { name: 'Hold' })).toBeVisible();
      expect([place, strange(await buttons(page), looks)]).toEqual([place, []]);
      expect([
        place,
        strange(await fields(page, ', [type=radio]'), [
          /^(Filter|Search|Status|Integration|Key|Find)/,
          /^Choose the call/,
        ]),
      ]).toEqual([place, []]);
    }

    for (const tab of ['setup', 'processing', 'workflow', 'consumers', 'versions']) {
      await goTo(page, `/integrations/${id}/${tab}`);
      await expect(note).toBeVisible();
      expect([tab, strange(await buttons(page), [...looks, ...folds])]).toEqual([tab, []]);
      expect([tab, await fields(page)]).toEqual([tab, []]);
      await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAccessibleDescription(
        /needs the role designer/,
      );
    }
    await goTo(page, `/integrations/${id}/setup`);
    await expect(page.getByRole('table').getByText('ERP')).toBeVisible();
    await lookAt(page, 'only-reading-setup');

    await goTo(page, '/settings');
    await expect(note).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Access tokens' })).toBeVisible();
    expect(strange(await buttons(page), looks)).toEqual([]);
    expect(await fields(page)).toEqual([]);
    await expectAccessible(page);
  },
);

test('at the width of a phone, lanes and integrations have what matters in sight', async ({ page }) => {
  await page.setViewportSize({ width: 480, height: 800 });
  await openScreen(page, service, '/lanes');
  await page.getByRole('button', { name: /^Slow/ }).click();
  await expect(page.getByRole('button', { name: 'Drain' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('columnheader', { name: 'waiting' })).toBeInViewport({ ratio: 1 });
  await goTo(page, '/');
  await expect(page.getByRole('columnheader', { name: 'State' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('columnheader', { name: 'Methods' })).toBeHidden();
});
