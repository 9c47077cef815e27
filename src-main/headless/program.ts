import { Command } from 'commander';
import { addApply } from './commands/apply.ts';
import { addBackup } from './commands/backup.ts';
import { addCall } from './commands/call.ts';
import { addCalls } from './commands/calls.ts';
import { addCertificate } from './commands/certificate.ts';
import { addEnv } from './commands/env.ts';
import { addExecutions } from './commands/executions.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addIntegrations } from './commands/integrations.ts';
import { addKey } from './commands/key.ts';
import { addConnections } from './commands/connections.ts';
import { addConsumers } from './commands/consumers.ts';
import { addKeys } from './commands/keys.ts';
import { addLanes } from './commands/lanes.ts';
import { addNotifications } from './commands/notifications.ts';
import { addRecover } from './commands/recover.ts';
import { addSettings } from './commands/settings.ts';
import { addSupportBundle } from './commands/support-bundle.ts';
import { addTokens } from './commands/tokens.ts';
import { addService } from './commands/service.ts';
import { addServe } from './commands/serve.ts';
import { nearestName } from '#shared/edit-distance.ts';
import type { Shell } from './command.ts';
import { placesFrom } from './places.ts';
import type { Terminal } from './terminal.ts';

const commands = [
  addServe,
  addService,
  addApply,
  addExport,
  addIntegrations,
  addConsumers,
  addKeys,
  addEnv,
  addConnections,
  addKey,
  addSettings,
  addNotifications,
  addTokens,
  addCalls,
  addLanes,
  addExecutions,
  addCall,
  addCertificate,
  addBackup,
  addDoctor,
  addSupportBundle,
  addRecover,
];

/** The command line as commander sees it; every failure is thrown. */
export function createProgram(
  entry: string,
  terminal: Terminal,
  { json, endWith }: { readonly json: boolean; readonly endWith: (status: number) => void },
): Command {
  const places = placesFrom(entry);
  const shell: Shell = { places, terminal, endWith };
  const program = new Command('hookline')
    .description('Webhook triggers that put every call on disk before it is answered.')
    .version(places.version)
    .option('--data <dir>', "data folder (default: the desktop app's own; HOOKLINE_DATA)")
    .option('--json', 'one JSON document, or JSON lines for streams, on standard output')
    .showHelpAfterError('(add --help for the usage)');
  for (const add of commands) add(program, shell);
  throwFailures(program, terminal, json);
  return program;
}

/** commander hands these settings down only to commands made after they were set. */
function throwFailures(command: Command, terminal: Terminal, json: boolean): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void terminal.print(text),
    // To programs the failure itself is told.
    writeErr: (text) => (json ? undefined : terminal.note(text.trimEnd())),
  });
  for (const child of command.commands) throwFailures(child, terminal, json);
  if (command.parent !== null && command.commands.length > 0) refuseUnknown(command);
}

/** A mistyped command of a group is no argument of the one that runs where none is named. */
function refuseUnknown(group: Command): void {
  group.hook('preSubcommand', (_group, chosen) => {
    const [word] = group.args;
    if (word === undefined || word.startsWith('-') || word === chosen.name()) return;
    if (chosen.registeredArguments.length > 0) return;
    const nearest = nearestName(
      word,
      group.commands.map((one) => one.name()),
    );
    const hint = nearest === null ? '' : `\n(Did you mean ${nearest}?)`;
    group.error(`error: unknown command '${word}'${hint}`, { code: 'commander.unknownCommand' });
  });
}
