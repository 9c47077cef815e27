// What the operator has to allow before workflows may do it, and what is said where that was not done.
import { isAbsolute, relative, sep } from 'node:path';

export const whyNoProgram = (program: string): string =>
  `Workflows may not run ${program}: an operator allows it in the settings (commands).`;

export const whyNoFolder = (folder: string): string =>
  `Workflows may not write to ${folder}: an operator allows it in the settings (folders).`;

export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
