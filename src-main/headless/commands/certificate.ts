import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CertificateDraftInput, CertificateStatus } from '#shared/model/certificate.ts';
import { authorityFile, trustInstructions } from '#shared/trust-instructions.ts';
import { problem } from '#shared/problem.ts';
import { printJson, type Shell, withClient, withService, wantsJson } from '../command.ts';
import { CommandFailure, exitStatus } from '../command-failure.ts';
import { unreadable } from '../file-words.ts';
import { environmentValue } from '../environment-value.ts';
import { tableText } from '../print-table.ts';

interface AddFlags {
  readonly key?: string;
  readonly passphraseEnv?: string;
}

interface AcmeFlags {
  readonly email?: string;
  readonly directory?: string;
  readonly issuerAuthority?: string;
}

export function addCertificate(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const certificate = program.command('certificate').description('what HTTPS shows to callers');
  const told = (command: Command, status: CertificateStatus) =>
    wantsJson(command) ? printJson(terminal, status) : terminal.print(linesOf(status));

  certificate
    .command('list', { isDefault: true })
    .description('the certificates, their names and when they run out')
    .action(async (_options: object, command: Command) => {
      const all = await withClient(shell, command, (client) => client.certificates.list());
      if (wantsJson(command)) return printJson(terminal, all);
      const rows = all.map(({ id, kind, facts, problem }) => [
        id,
        kind,
        facts?.names.join(' ') ?? null,
        facts === null ? null : `${facts.to.slice(0, 10)} (${facts.daysLeft} days)`,
        problem?.text ?? facts?.findings[0]?.text ?? 'good',
      ]);
      return terminal.print(tableText(['ID', 'KIND', 'NAMES', 'RUNS OUT', 'STATE'], rows));
    });

  certificate
    .command('authority')
    .description('the local authority that callers have to trust, as PEM')
    .argument('[file]', `where to write it, such as ${authorityFile}; standard output without one`)
    .action(async (file: string | undefined, _options: object, command: Command) => {
      const authority = await withClient(shell, command, (client) => client.certificates.authority());
      if (file !== undefined) await writeFile(file, authority.pem);
      if (wantsJson(command)) return printJson(terminal, authority);
      return file === undefined
        ? terminal.print(authority.pem)
        : terminal.print(`${file}: ${authority.subject}, SHA-256 ${authority.fingerprint256}\n`);
    });

  certificate
    .command('instructions')
    .description('how callers come to trust the local authority')
    .argument('[platform]', 'windows, macos, debian, firefox, curl, node or java; all without one')
    .action(async (platform: string | undefined, _options: object, command: Command) => {
      const { httpsBaseUrl } = await withClient(shell, command, (client) => client.host.status());
      const all = trustInstructions(httpsBaseUrl ?? 'https://localhost:8443');
      const some = platform === undefined ? all : all.filter((one) => one.platform === platform);
      if (some.length === 0) {
        const why = problem('usage_wrong', { detail: `There are none for ${platform}.` });
        throw new CommandFailure(why, { status: exitStatus.usage });
      }
      if (wantsJson(command)) return printJson(terminal, some);
      const texts = some.map(({ title, text, commands }) =>
        [title, `  ${text}`, ...commands.map((line) => `    ${line}`), ''].join('\n'),
      );
      return terminal.print(`hookline certificate authority ${authorityFile}\n\n${texts.join('\n')}`);
    });

  certificate
    .command('add')
    .description('use files of this machine: PEM with its chain, or PFX; read again when they change')
    .argument('<file>', 'the certificate')
    .option('--key <file>', 'its private key, where that is a file of its own')
    .option('--passphrase-env <name>', 'the environment variable that holds its passphrase')
    .action(async (file: string, { key, passphraseEnv }: AddFlags, command: Command) => {
      const draft: CertificateDraftInput = {
        kind: 'files',
        certificateFile: resolve(file),
        keyFile: key === undefined ? null : resolve(key),
        passphrase:
          passphraseEnv === undefined ? null : environmentValue(terminal.environment, passphraseEnv),
      };
      await told(command, await withClient(shell, command, (client) => client.certificates.add(draft)));
    });

  certificate
    .command('acme')
    .description('have one issued by ACME; port 80 of each name has to lead to the HTTP listener')
    .argument('<names...>', 'host names')
    .option('--email <address>', 'where the issuer warns of what is wrong with it')
    .option('--directory <url>', 'the directory of the issuer (default: Let’s Encrypt)')
    .option('--issuer-authority <file>', 'PEM, where this machine does not trust the server of the issuer')
    .action(async (names: string[], { email, directory, issuerAuthority }: AcmeFlags, command: Command) => {
      const draft: CertificateDraftInput = {
        kind: 'acme',
        names,
        ...(email === undefined ? {} : { email }),
        ...(directory === undefined ? {} : { directoryUrl: directory }),
        ...(issuerAuthority === undefined ? {} : { issuerAuthority: await readText(issuerAuthority) }),
      };
      await told(command, await withService(shell, command, (client) => client.certificates.add(draft)));
    });

  certificate
    .command('renew')
    .description('read or renew one now')
    .argument('<id>', 'as `hookline certificate list` has it')
    .action(async (id: string, _options: object, command: Command) =>
      told(command, await withClient(shell, command, (client) => client.certificates.renew({ id }))),
    );

  certificate
    .command('remove')
    .description('put one out of use; its files stay')
    .argument('<id>', 'as `hookline certificate list` has it')
    .action(async (id: string, _options: object, command: Command) => {
      const left = await withClient(shell, command, (client) => client.certificates.remove({ id }));
      if (wantsJson(command)) return printJson(terminal, left);
      return terminal.print(`The certificate ${id} was removed.\n`);
    });
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });

function linesOf({ id, facts }: CertificateStatus): string {
  if (facts === null) return `${id}\n`;
  const findings = facts.findings.map(({ text }) => `  ${text}\n`);
  return `${id}: ${facts.names.join(', ')}, until ${facts.to.slice(0, 10)}, SHA-256 ${facts.fingerprint256}\n${findings.join('')}`;
}
