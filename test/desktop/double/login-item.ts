// What starts at login on Windows: command lines under names, in the part of the registry that is the person's own.
import type { LaunchItems, LoginItemSettings, LoginItemSettingsOptions, Settings } from 'electron';

interface LoginItem {
  readonly command: string;
  /** The first byte that the system's own list keeps of it, where a person may switch it off: odd where it is off, null before. */
  approval: number | null;
}

export class LoginItems {
  readonly #items = new Map<string, LoginItem>();

  set({ openAtLogin = false, name = 'dev.hookline.desktop', args = [] }: Settings): void {
    if (openAtLogin)
      this.#items.set(name, {
        command: commandLineOf([process.execPath, ...args]),
        approval: null,
      });
    else this.#items.delete(name);
  }

  /** Those of one program, whose path is a command line too. */
  get({ path = process.execPath }: LoginItemSettingsOptions = {}): Pick<LoginItemSettings, 'launchItems'> {
    const [program] = argumentsOf(path);
    const all = [...this.#items].map(([name, item]) => launchItemOf(name, item));
    return { launchItems: all.filter((item) => item.path === program) };
  }

  names(): string[] {
    return [...this.#items.keys()];
  }

  /** What a program that Windows starts by it finds in its arguments. */
  startOf(name: string): readonly string[] | null {
    const item = this.#items.get(name);
    return item && (item.approval ?? 0) % 2 === 0 ? argumentsOf(item.command).slice(1) : null;
  }

  /** For what an earlier version wrote, and for what a person does in the list of the system. */
  put(name: string, item: LoginItem): void {
    this.#items.set(name, item);
  }
}

/** Chromium calls no argument what begins as a switch does. */
function launchItemOf(name: string, { command, approval }: LoginItem): LaunchItems {
  const [program = '', ...args] = argumentsOf(command);
  return {
    name,
    path: program,
    args: args.filter((one) => !/^(-|\/)/.test(one)),
    scope: 'user',
    // Windows writes others too.
    enabled: [null, 0, 2].includes(approval),
  };
}

/** Each argument so that CommandLineToArgvW takes it apart again as it was. */
export const commandLineOf = (args: readonly string[]): string => args.map(quoted).join(' ');

const quoted = (argument: string): string =>
  /[ \\"]/.test(argument) ? `"${argument.replace(/(\\*)("|$)/g, escaped)}"` : argument;
const escaped = (_all: string, backslashes: string, quote: string): string =>
  `${backslashes}${backslashes}${quote === '' ? '' : '\\"'}`;

/** Backslashes escape where a quote follows them, and nowhere else. */
function argumentsOf(command: string): string[] {
  const found: string[] = [];
  let one: string | null = null;
  let isQuoted = false;
  for (const [part, backslashes = ''] of command.matchAll(/(\\*)"|\\+|[^\\"]/g)) {
    if (part === ' ' && !isQuoted) {
      if (one !== null) found.push(one);
      one = null;
    } else if (part.endsWith('"')) {
      const isEscaped = backslashes.length % 2 === 1;
      one = `${one ?? ''}${'\\'.repeat(Math.floor(backslashes.length / 2))}${isEscaped ? '"' : ''}`;
      if (!isEscaped) isQuoted = !isQuoted;
    } else one = `${one ?? ''}${part}`;
  }
  return one === null ? found : [...found, one];
}
