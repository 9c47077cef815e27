// Draws the icons of the desktop app from the two SVG files in resources/, with Chromium, into resources/icons/.
// Run by hand when a drawing changes: `node scripts/icons.js`. What it makes is kept in the repository.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './build-if-stale.js';
import { findChromium } from './chromium.js';

const resources = join(root, 'resources');
const folder = join(resources, 'icons');

/** Of the app: Linux takes each of them, Windows and macOS have them in one file. */
export const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's names of sizes, some of them at twice the resolution. */
const icnsTypes = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);
/** The spot beside the mark says how it goes; macOS colours a template itself, so that there the spot alone differs. */
export const trayStates = { listening: '#2f9e44', failing: '#e03131', held: '#f08c00', off: '#868e96' };
const trayMark = '#1098ad';

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} svg
 * @param {number} size
 */
async function draw(browser, svg, size) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  try {
    const sized = svg.replace(/ width="\d+" height="\d+"/, ` width="${size}" height="${size}"`);
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${sized}`);
    return await page.screenshot({ omitBackground: true });
  } finally {
    await page.close();
  }
}

/**
 * @param {string} svg
 * @param {{ mark: string, spot: string }} colours
 */
const coloured = (svg, { mark, spot }) => svg.replaceAll('var(--mark)', mark).replaceAll('var(--spot)', spot);

/**
 * An ICO file of PNG images.
 * @param {readonly { size: number, png: Buffer }[]} images
 */
function icoOf(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach(({ size, png }, at) => {
    const entry = 6 + 16 * at;
    // 256 is written as 0.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/**
 * An ICNS file of PNG images.
 * @param {readonly { type: string, png: Buffer }[]} images
 */
function icnsOf(images) {
  const parts = images.flatMap(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return [head, png];
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

const app = readFileSync(join(resources, 'icon.svg'), 'utf8');
const tray = readFileSync(join(resources, 'tray.svg'), 'utf8');
mkdirSync(folder, { recursive: true });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  chromiumSandbox: false,
});
try {
  /** @type {Map<number, Buffer>} */
  const drawn = new Map();
  for (const size of appSizes) drawn.set(size, await draw(browser, app, size));
  /** @param {number} size */
  const png = (size) => /** @type {Buffer} */ (drawn.get(size));
  for (const size of appSizes) writeFileSync(join(folder, `${size}x${size}.png`), png(size));
  writeFileSync(join(folder, 'icon.ico'), icoOf(icoSizes.map((size) => ({ size, png: png(size) }))));
  writeFileSync(
    join(folder, 'icon.icns'),
    icnsOf(icnsTypes.map(([type, size]) => ({ type, png: png(size) }))),
  );
  for (const [state, spot] of Object.entries(trayStates)) {
    const colours = { mark: trayMark, spot };
    const template = { mark: '#000', spot: state === 'listening' ? 'none' : '#000' };
    for (const [suffix, size] of /** @type {const} */ ([
      ['', 16],
      ['@2x', 32],
    ])) {
      writeFileSync(
        join(folder, `tray-${state}${suffix}.png`),
        await draw(browser, coloured(tray, colours), size),
      );
      writeFileSync(
        join(folder, `tray-${state}Template${suffix}.png`),
        await draw(browser, coloured(tray, template), size),
      );
    }
  }
} finally {
  await browser.close();
}
