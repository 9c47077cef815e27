// What comes to the running app from outside: other starts of it, and files that the system opens with it. Kept until the
// shell is there, since a start may take its time.
import type { App } from 'electron';
import { readStartOptions } from './start-options.ts';

export interface Arrival {
  /** Installation files: paths and `file:` addresses of an unknown origin. */
  readonly files: readonly string[];
  /** Where relative ones are. */
  readonly folder?: string;
  /** By the system at login, with the window of nobody's wish. */
  readonly isHidden: boolean;
}

export interface Arrivals {
  /** Hands over what came until now, and what comes from now on. */
  follow(take: (arrival: Arrival) => void): void;
}

/** What a start tells the app that runs already. */
export interface OtherStart extends Record<string, unknown> {
  readonly argv: readonly string[];
  readonly folder: string;
}

/** To be called before the app is ready: on macOS a file that it starts for comes before. */
export function awaitArrivals(app: App): Arrivals {
  const early: Arrival[] = [];
  let arrive = (arrival: Arrival): void => void early.push(arrival);
  // In the arguments that Electron hands over itself, switches stand before all else, some of its own among them.
  app.on('second-instance', (_event, _argv, _folder, told) => {
    const { argv, folder } = isOtherStart(told) ? told : { argv: [], folder: '' };
    const { files, isHidden } = readStartOptions(argv, {}, '');
    arrive({ files, folder, isHidden });
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    arrive({ files: [path], isHidden: false });
  });
  return {
    follow(take) {
      arrive = take;
      for (const arrival of early.splice(0)) take(arrival);
    },
  };
}

/** Whatever says so may be another version, or another program. */
function isOtherStart(told: unknown): told is OtherStart {
  const { argv, folder } = (told ?? {}) as Partial<OtherStart>;
  return (
    typeof folder === 'string' &&
    Array.isArray(argv) &&
    argv.every((argument) => typeof argument === 'string')
  );
}
