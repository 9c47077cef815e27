import type { RunPool } from '#main/run/pool.ts';
import type { Step } from '#shared/model/step.ts';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { conditionsWith, resultOf, run, startPool } from './run-workflow.ts';

type Command = Omit<Extract<z.input<typeof Step>, { kind: 'command' }>, 'kind' | 'name'>;

const node = process.execPath;
const workFolder = mkdtempSync(join(tmpdir(), 'hookline-commands-'));
let pool: RunPool;
beforeAll(() => {
  pool = startPool({ size: 1, conditions: conditionsWith({}, { commands: [node], workFolder }) });
});
afterAll(async () => {
  await pool.close();
  rmSync(workFolder, { recursive: true, force: true });
});

const command = (given: Partial<Command> & { readonly code?: string }, body: unknown = null, in_ = pool) => {
  const { code = '', ...fields } = given;
  return run(in_, [{ name: 'do', kind: 'command', program: node, arguments: ['-e', code], ...fields }], {
    body: JSON.stringify(body),
  });
};

test('a program has its arguments one by one, its standard input and hardly any variables', async () => {
  const outcome = await command(
    {
      arguments: [
        '-e',
        `process.stdin.on('data', (bytes) => console.log(JSON.stringify({
          args: process.argv.slice(1), stdin: String(bytes), names: Object.keys(process.env).sort(), own: process.env.OWN })))`,
        { from: 'body.name' },
        '$(touch x)',
      ],
      stdin: { from: 'body' },
      environment: { OWN: '{{ 1 + 1 }}' },
    },
    { name: `a b; 'c` },
  );
  const { exitCode, stdout, stderr } = resultOf(outcome) as Record<string, string>;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const said = JSON.parse(stdout ?? '') as { names: string[] };
  expect(said).toEqual({
    args: [`a b; 'c`, '$(touch x)'],
    stdin: JSON.stringify({ name: `a b; 'c` }),
    names: expect.any(Array),
    own: '2',
  });
  // Some systems add one of their own.
  expect(said.names.filter((name) => !name.startsWith('__'))).toEqual(['OWN', 'PATH']);
});

test('it has a folder of its own, which is gone afterwards', async () => {
  const outcome = await command({
    code: `require('fs').writeFileSync('left', 'x'); console.log(process.cwd())`,
  });
  const { stdout } = resultOf(outcome) as { stdout: string };
  expect(stdout.startsWith(workFolder)).toBe(true);
  expect(readdirSync(workFolder)).toEqual([]);
});

test('an exit code that is none of success fails the step with what was said', async () => {
  const code = `console.error('no such order'); process.exitCode = 3`;
  const failed = await command({ code });
  expect(failed.problem?.reason).toBe(`do: ${node} ended with exit code 3: no such order`);
  const status = await command({ code, onError: 'continue' });
  expect(resultOf(status)).toMatchObject({ error: { status: 3 } });
  expect(resultOf(await command({ code, exitCodes: [0, 3] }))).toEqual({
    exitCode: 3,
    stdout: '',
    stderr: 'no such order\n',
  });
});

test('bytes stay bytes', async () => {
  const outcome = await command({ code: 'process.stdout.write(Buffer.from([255, 1]))' });
  expect(resultOf(outcome)).toMatchObject({ stdout: '/wE=' });
});

test('a program that writes too much is ended', async () => {
  const outcome = await command({
    code: `setInterval(() => process.stdout.write('x'.repeat(10000)), 1)`,
    maxOutputBytes: 50_000,
  });
  expect(outcome.problem?.reason).toBe(`do: ${node} wrote more than 50000 bytes.`);
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // One that has ended is there until the first process of the machine looks at it, which may be long after.
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** A second try must not find what the first has written. */
const newFile = (): string => join(tmpdir(), `hookline-pid-${randomUUID()}`);

/** Begins a child that outlives everything, and says its number in a file. */
const begets = (file: string): string => `
  const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  require('fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));`;

const pidIn = async (file: string): Promise<number> => {
  await expect.poll(() => Number(readFileSync(file, 'utf8')), { timeout: 30_000 }).toBeGreaterThan(0);
  return Number(readFileSync(file, 'utf8'));
};

test('one whose time is over is ended with its children', async () => {
  const file = newFile();
  const outcome = await command({ code: `${begets(file)} setInterval(() => {}, 1000)`, timeoutSeconds: 9 });
  expect(outcome.problem?.reason).toBe('do: It took longer than its limit of 9 s.');
  const pid = await pidIn(file);
  await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
  rmSync(file);
});

test('one whose thread is lost is ended too', async () => {
  const file = newFile();
  const own = startPool({ size: 1, conditions: conditionsWith({}, { commands: [node], workFolder }) });
  const outcome = command({ code: `${begets(file)} setInterval(() => {}, 1000)` }, null, own);
  const pid = await pidIn(file);
  await own.close();
  expect((await outcome).problem?.code).toBe('interrupted');
  await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
  rmSync(file);
});

test('a program that is not allowed, or not there, is not run', async () => {
  const forbidden = await command({ program: '/bin/sh' });
  expect(forbidden.problem).toEqual({
    code: 'command_forbidden',
    detail: 'The workflow may not run that program',
    reason: 'do: Workflows may not run /bin/sh: an operator allows it in the settings (commands).',
  });
  const own = startPool({
    size: 1,
    conditions: conditionsWith({}, { commands: ['/nowhere/x'], workFolder }),
  });
  const missing = await command({ program: '/nowhere/x' }, null, own);
  await own.close();
  expect(missing.problem?.reason).toMatch(/\/nowhere\/x cannot be run: .*ENOENT/);
});
