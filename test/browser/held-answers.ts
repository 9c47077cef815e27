// What the runtime says to a page, kept from it for as long as a test likes.
import { expect, type Page } from '@playwright/test';
import { ofBrowser } from './screen.ts';

/** Of a test that does so. */
export const held = ofBrowser('What answers a window cannot be held back.');

interface Answers {
  hold: () => void;
  let: () => void;
  /** Those that came until the one with these words. */
  letUntil: (words: string) => Promise<void>;
}

/** Keeps what the runtime says from the page, until it is let through. */
export async function answersOf(page: Page): Promise<Answers> {
  let isHeld = false;
  const waiting: { text: string; send: () => void }[] = [];
  const letThrough = (count: number) => waiting.splice(0, count).forEach(({ send }) => send());
  await page.routeWebSocket(/.*/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (isHeld) waiting.push({ text: String(message), send: () => socket.send(message) });
      else socket.send(message);
    });
  });
  return {
    hold: () => {
      isHeld = true;
    },
    let: () => {
      isHeld = false;
      letThrough(waiting.length);
    },
    letUntil: async (words) => {
      const at = () => waiting.findIndex(({ text }) => text.includes(words));
      await expect.poll(at).toBeGreaterThanOrEqual(0);
      letThrough(at() + 1);
    },
  };
}
