// What the tests of the screens share: a page that reports every complaint of the browser, and how to get to
// a place, signed in.
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import type { Service } from '../support/service.ts';

interface Fixtures {
  /** Errors of scripts and the content security policy; there are none at the end of a test. */
  readonly complaints: string[];
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export async function openScreen(page: Page, service: Service, place: string): Promise<void> {
  await page.goto(`${service.adminUrl}/#token=${encodeURIComponent(service.adminToken)}`);
  await expect(page.getByRole('navigation')).toBeVisible();
  await goTo(page, place);
}

export const goTo = (page: Page, place: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, place);

/** Before its service ends, which the page would complain of. */
export const leave = async (page: Page): Promise<void> => void (await page.goto('about:blank'));

/** Nothing on the page that assistive technology cannot use (axe, WCAG A and AA and best practice). */
export async function expectAccessible(page: Page): Promise<void> {
  // There is one frame; the other mode opens a page of its own each time to put the findings of frames together.
  expect(page.frames()).toHaveLength(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const complaints = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  expect(complaints).toEqual([]);
}

/** What is open now, in light and dark and three widths: usable by all, and kept as pictures for people to look at. */
export async function lookAt(page: Page, name: string, height = 800): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    await expectAccessible(page);
    for (const width of [480, 1024, 1280]) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: `test-results/screens/${name}-${colorScheme}-${width}.png` });
    }
  }
}
