// Installations of many: what is drawn is what is in sight, and the rest is there all the same.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { expectAccessible, openScreen, test } from './screen.ts';

const count = 300;
const name = (at: number): string =>
  `Many${String(at).padStart(3, '0')}${at === 200 ? '.With.A.Longer.Name.Than.The.Others.Have' : ''}`;
let service: Service;
test.beforeAll(async () => {
  service = await startService({
    integrations: Array.from({ length: count }, (_, at) => ({
      name: name(at),
      code: 'manyx',
      trigger: { authentication: { kind: 'none' }, orderedDelivery: true },
      workflow: [],
    })),
  });
});
test.afterAll(() => service.stop());

/** Where each begins: they move with no row that comes in sight. */
const columns = (page: Page): Promise<number[]> =>
  page.getByRole('columnheader').evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().x));

/** The list grows a little while the heights of its rows become known. */
const scrollToEnd = (page: Page): Promise<void> =>
  expect
    .poll(() =>
      page.getByRole('main').evaluate((it) => {
        const wasAtEnd = it.scrollTop + it.clientHeight >= it.scrollHeight - 1;
        it.scrollTo({ top: it.scrollHeight });
        return wasAtEnd;
      }),
    )
    .toBe(true);

test('of many integrations those in sight are drawn, the last one too where it is scrolled to', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  const link = (at: number) => page.getByRole('link', { name: name(at), exact: true });
  await expect(link(0)).toBeVisible();
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(count + 1));
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await expectAccessible(page);
  const atFirst = await columns(page);
  await link(0).focus();
  await scrollToEnd(page);
  await expect(link(count - 1)).toBeInViewport();
  await expect(page.getByRole('row').last()).toHaveAttribute('aria-rowindex', String(count + 1));
  await expect(link(150)).toHaveCount(0);
  await expect(link(0)).toBeFocused();
  expect(await columns(page)).toEqual(atFirst);
  await page.getByRole('searchbox', { name: 'Filter integrations' }).fill(name(150));
  await expect(link(150)).toBeInViewport();
});

test('an opened lane stays open while others are looked at', async ({ page }) => {
  await openScreen(page, service, '/lanes');
  const lane = page.getByRole('button', { name: new RegExp(`^${name(1)}`) });
  await lane.click();
  await expect(lane).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('Nothing runs and nothing waits.')).toBeVisible();
  await scrollToEnd(page);
  const last = page.getByRole('button', { name: new RegExp(`^${name(count - 1)}`) });
  await last.click();
  await expect(last).toHaveAttribute('aria-expanded', 'true');
  await page.getByRole('main').evaluate((it) => it.scrollTo({ top: 0 }));
  await expect(lane).toHaveAttribute('aria-expanded', 'true');
});
