// The folder that the app was started in. It may be gone, or closed to the app: whoever asks for it then throws, and packages
// ask as they are loaded. So this is loaded before all else, from a file of its own, and such an app goes on in another folder.
import { parse } from 'node:path';

/** Empty where it cannot be read. */
export const startFolder = read();

function read(): string {
  try {
    return process.cwd();
  } catch {
    process.chdir(parse(process.execPath).root);
    return '';
  }
}
