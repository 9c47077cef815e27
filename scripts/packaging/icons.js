import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const trayStates = ['listening', 'failing', 'held', 'off'];
/** Windows takes the one that fits, and 256 for its largest; macOS up to 1024. */
const icoSizes = [16, 24, 32, 48, 64, 128, 256];
const icnsTypes = ['icp4', 'icp5', 'ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14'];

/**
 * What is wrong with the icons in a folder.
 * @param {string} folder
 * @returns {string[]}
 */
export function checkIcons(folder) {
  const at = (/** @type {string} */ name) => join(folder, name);
  const pictures = [
    ...appSizes.map((size) => ({ name: `${size}x${size}.png`, size })),
    ...trayStates.flatMap((state) =>
      ['', 'Template'].flatMap((kind) => [
        { name: `tray-${state}${kind}.png`, size: 16 },
        { name: `tray-${state}${kind}@2x.png`, size: 32 },
      ]),
    ),
  ];
  const missing = [...pictures.map(({ name }) => name), 'icon.ico', 'icon.icns'].filter(
    (name) => !existsSync(at(name)),
  );
  if (missing.length > 0)
    return missing.map((name) => `the icon ${name} is missing: run "node scripts/icons.js"`);
  const wrong = pictures.filter(({ name, size }) => sizeOfPng(readFileSync(at(name))) !== size);
  const ico = sizesOfIco(readFileSync(at('icon.ico')));
  const icns = typesOfIcns(readFileSync(at('icon.icns')));
  return [
    ...wrong.map(({ name, size }) => `the icon ${name} is no picture of ${size} by ${size}`),
    ...icoSizes.filter((size) => !ico.includes(size)).map((size) => `icon.ico has no picture of ${size}`),
    ...icnsTypes.filter((type) => !icns.includes(type)).map((type) => `icon.icns has no ${type}`),
  ];
}

/**
 * The width of a square PNG image; undefined where it is none.
 * @param {Buffer} bytes
 */
function sizeOfPng(bytes) {
  if (bytes.toString('latin1', 1, 4) !== 'PNG') return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return width === height ? width : undefined;
}

/** @param {Buffer} bytes */
function sizesOfIco(bytes) {
  const count = bytes.readUInt16LE(4);
  return Array.from({ length: count }, (_, at) => bytes.readUInt8(6 + 16 * at) || 256);
}

/** @param {Buffer} bytes */
function typesOfIcns(bytes) {
  const types = [];
  for (let at = 8; at + 8 <= bytes.length; at += bytes.readUInt32BE(at + 4))
    types.push(bytes.toString('latin1', at, at + 4));
  return types;
}
