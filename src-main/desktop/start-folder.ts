// The folder that the app was started in may be gone, or closed to the app: whoever asks for it then throws, and packages ask
// as they are loaded. So this is loaded before all else, from a file of its own: the app goes on where no file is meant.
import { parse } from 'node:path';

try {
  process.cwd();
} catch {
  process.chdir(parse(process.execPath).root);
}
