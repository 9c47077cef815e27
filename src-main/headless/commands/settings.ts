import { type Command, InvalidArgumentError } from 'commander';
import { fieldIssues, invalidInput } from '#shared/contract/field-issues.ts';
import { failureOf } from '#shared/contract/failure.ts';
import { didYouMean } from '#shared/edit-distance.ts';
import { Settings } from '#shared/model/setting.ts';
import { changeOf, settingAt, SettingsChange, withChange } from '#shared/model/settings-change.ts';
import { pathText } from '#shared/path.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { tableText } from '../print-table.ts';
import { settingLine, settingText } from '../setting-text.ts';

/** A name, and what stands behind its `=`. */
type Given = readonly [name: string, text: string];

export function addSettings(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const settings = program.command('settings').description('what holds for the whole installation');

  settings
    .command('get', { isDefault: true })
    .description('all of them, or one')
    .argument('[name]', 'such as http.port, or limits for a group')
    .action(async (name: string | undefined, _options: object, command: Command) => {
      const all = await withClient(shell, command, (client) => client.host.settings());
      const found = name === undefined ? all : settingAt(all, name);
      if (found === undefined) throw new CommandFailure(unknownSetting(name ?? ''));
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = namesIn(found, name).map((one) => [one, settingText(settingAt(all, one))]);
      return name !== undefined && rows.length === 1
        ? terminal.print(`${settingText(found)}\n`)
        : terminal.print(tableText(['NAME', 'VALUE'], rows));
    });

  settings
    .command('set')
    .description('change some of them, all or none; listeners follow at once')
    .argument('<name=value...>', 'a list is written a,b', readGiven)
    .action(async (given: readonly Given[], _options: object, command: Command) => {
      const change = readChange(given);
      const { settings: changes } = await withClient(shell, command, (client) =>
        client.installation.apply({ file: { hookline: 1, settings: change } }).catch((error: unknown) => {
          throw refused(failureOf(error));
        }),
      );
      if (wantsJson(command)) return printJson(terminal, changes);
      return terminal.print(
        changes.length === 0 ? 'They have these values already.\n' : changes.map(settingLine).join(''),
      );
    });
}

function readGiven(text: string, earlier: readonly Given[] = []): Given[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('A setting is written name=value.');
  return [...earlier, [text.slice(0, at), text.slice(at + 1)]];
}

/** Fails with a line for each name or value at fault. */
function readChange(given: readonly Given[]): SettingsChange {
  const change = given.reduce<unknown>(
    (before, [name, text]) => withChange(before, changeOf(name, valueOf(name, text))),
    {},
  );
  const read = SettingsChange.safeParse(change);
  if (read.success) return read.data;
  throw refused(invalidInput(fieldIssues(read.error.issues)));
}

/** As its setting takes it: a text, a list of them, or what JSON makes of it. */
function valueOf(name: string, text: string): unknown {
  const fits = (value: unknown) => SettingsChange.safeParse(changeOf(name, value)).success;
  if (fits(text)) return text;
  if (fits([])) return text.startsWith('[') ? fromJson(text) : text.split(',').filter((part) => part !== '');
  return fromJson(text);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The names of the groups that settings stand in. */
const groupsIn = (names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index)))),
];

/** The names of the settings in a group of them. */
function namesIn(value: unknown, within = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [within];
  return Object.entries(value).flatMap(([name, part]) =>
    namesIn(part, within === '' ? name : `${within}.${name}`),
  );
}

/** ` Did you mean retention.days?`, where no setting has the name, and no group of them. */
function meant(name: string): string {
  const settings = namesIn(Settings.parse({}));
  const names = [...groupsIn(settings), ...settings];
  return names.includes(name) ? '' : didYouMean(name, names);
}

const unknownSetting = (name: string): Problem =>
  problem('input_invalid', {
    path: name,
    detail: `There is no setting ${name}; \`hookline settings\` names all.${meant(name)}`,
  });

/** A line for each setting at fault, by the name that it has here. */
function refused(why: Problem): CommandFailure {
  const { issues = [], path = '', detail } = why;
  const faults =
    issues.length > 0 ? issues.map((one) => [pathText(one.path), one.message]) : [[path, detail]];
  const lines = faults.map(([at = '', message]) => {
    const name = at.replace(/^settings\./, '');
    if (name === '') return `${message}`;
    // A file names fields, a command whole names.
    const whole = meant(name.replace(/\[.*$/, ''));
    return `${name}: ${whole === '' ? message : `${message}`.replace(/ Did you mean .*\?$/, '')}${whole}`;
  });
  return new CommandFailure(why, { lines });
}
