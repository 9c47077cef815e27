// What the tests of the screens share: a page that reports every complaint of the browser, and how to get to
// a place, signed in.
import { test as base, expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { freshWindow, isWindow, type Service } from './face.ts';

declare global {
  interface Window {
    /** In a page that was looked at. */
    readonly axe: typeof axe;
  }
}

interface Fixtures {
  /** Errors of scripts and the content security policy; there are none at the end of a test. */
  readonly complaints: string[];
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern
  complaints: async ({}, use) => {
    await use([]);
  },
  page: async ({ page: ofBrowser, complaints }, use) => {
    const page = isWindow() ? await freshWindow() : ofBrowser;
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await use(page);
    page.removeAllListeners('pageerror');
    page.removeAllListeners('console');
    expect(complaints).toEqual([]);
  },
});

/** Of a test that says nothing about the window, and why. */
export const ofBrowser = (why: string) => ({
  tag: '@browser',
  annotation: { type: 'over the browser alone', description: why },
});

export async function openScreen(page: Page, service: Service, place: string): Promise<void> {
  if (!isWindow()) await page.goto(`${service.adminUrl}/#token=${encodeURIComponent(service.adminToken)}`);
  await expect(page.getByRole('navigation')).toBeVisible();
  await goTo(page, place);
}

export const goTo = (page: Page, place: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, place);

/** Before its service ends, which the page would complain of; a window ends with it. */
export async function leave(page: Page): Promise<void> {
  if (!isWindow()) await page.goto('about:blank');
}

/** Its source by itself is twice as long, which each page reads anew. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing on the page that assistive technology cannot use (axe, WCAG A and AA and best practice). */
export async function expectAccessible(page: Page, only?: readonly string[]): Promise<void> {
  // What is run here sees one frame.
  expect(page.frames()).toHaveLength(1);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const complaints = await page.evaluate(async (rules) => {
    // What was found good is a megabyte, which costs more than to look.
    const { violations } = await window.axe.run({
      resultTypes: ['violations'],
      ...(rules && { runOnly: [...rules] }),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }, only);
  expect(complaints).toEqual([]);
}

/** Set, each look is kept as pictures for people to look at, in `test-results/screens`. */
const takesPictures = Boolean(process.env.PICTURES);
const schemes = ['light', 'dark'] as const;

/** What is open now, in light and dark and three widths: usable by all, and nothing of it beside the window. */
export async function lookAt(
  page: Page,
  name: string,
  height = 800,
  widths: readonly number[] = [480, 1024, 1280],
): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    // The cursor of an editor blinks for ever.
    await page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
          .map(({ finished }) => finished),
      ),
    );
    // Nothing else is of the colours.
    await expectAccessible(
      page,
      colorScheme === 'light' ? undefined : ['color-contrast', 'link-in-text-block'],
    );
    // Colours move nothing: the widths are gone through once, unless pictures are taken.
    for (const width of takesPictures || colorScheme === schemes.at(-1) ? widths : []) {
      await page.setViewportSize({ width, height });
      // What floats finds its new place a moment later.
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), {
          message: `what stands beside a window of ${width} px`,
        })
        .toBeLessThanOrEqual(0);
      if (takesPictures) await page.screenshot({ path: picture(`${name}-${colorScheme}-${width}`) });
    }
  }
}

const picture = (name: string): string => `test-results/screens/${name}.png`;

/** By the keyboard: the menu is opened, has the focus, and an entry of it is taken. */
export async function takeFromMenu(page: Page, menu: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).press('Enter');
  // An entry that is focused before that would lose the focus to the first one.
  await expect(page.getByRole('menu').locator(':focus')).toHaveCount(1);
  await page.getByRole('menuitem', { name: entry }).press('Enter');
  // It fades, and what is seen of it until then is no page that somebody works with.
  await expect(page.getByRole('menu')).toHaveCount(0);
}
