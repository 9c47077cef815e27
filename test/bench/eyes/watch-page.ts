// How a page does while something goes on: its frames, its long tasks, its main thread and its memory.
import type { OpenedPage } from './open-page.ts';

export interface Watched {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Tasks of more than 50 ms. */
  readonly longTasks: number;
  /** Of one core. */
  readonly mainShare: number;
  readonly heapStartMb: number;
  readonly heapMaxMb: number;
  readonly heapEndMb: number;
}

const heapEveryMs = 1_000;

export async function watchPage(opened: OpenedPage, during: () => Promise<unknown>): Promise<Watched> {
  const { page } = opened;
  const heapStartMb = await opened.heapMegabytes('settled');
  const heaps = [heapStartMb];
  let looking: Promise<unknown> = Promise.resolve();
  await page.evaluate(beginFrames);
  const beganMs = performance.now();
  const before = opened.mainThreadSeconds();
  const timer = setInterval(() => {
    looking = opened.heapMegabytes().then((heap) => heaps.push(heap));
  }, heapEveryMs);
  await during();
  const used = opened.mainThreadSeconds() - before;
  const seconds = (performance.now() - beganMs) / 1_000;
  clearInterval(timer);
  await looking;
  const { frames, longTasks } = await page.evaluate(endFrames);
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return {
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    longTasks,
    mainShare: used / seconds,
    heapStartMb,
    heapMaxMb: Math.max(...heaps),
    heapEndMb: await opened.heapMegabytes('settled'),
  };
}

interface Frames {
  readonly frames: number[];
  longTasks: number;
  isOver: boolean;
}

declare global {
  /** In the page. */
  var benchFrames: Frames | undefined;
}

function beginFrames(): void {
  const own: Frames = { frames: [], longTasks: 0, isOver: false };
  globalThis.benchFrames = own;
  let last = performance.now();
  const frame = (now: number) => {
    own.frames.push(now - last);
    last = now;
    if (!own.isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    own.longTasks += list.getEntries().length;
  }).observe({ entryTypes: ['longtask'] });
}

function endFrames(): { readonly frames: number[]; readonly longTasks: number } {
  const { frames, longTasks } = globalThis.benchFrames!;
  globalThis.benchFrames!.isOver = true;
  return { frames, longTasks };
}
