// Workflows by what their steps are, and what stands around them: each is answered, so that what a step adds to a call
// is the difference to the one without any.
import Database from 'better-sqlite3';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { authentication, maxWaiting } from './installation.ts';
import { startProgram, startService, type Server } from './processes.ts';

interface World {
  /** Answers each request. */
  readonly peer: string;
  readonly mailPort: number;
  readonly folder: string;
}

/** A program that does nothing, where this machine has one. */
export const idleProgram = ['/usr/bin/true', '/bin/true'].find((path) => existsSync(path)) ?? null;

const transform = { kind: 'transform', expression: '{ "id": body.id }' };

const workflows = ({ peer, folder }: World) => ({
  noStep: [],
  transform: [transform],
  javascript: [{ kind: 'javascript', code: 'return { id: body.id }' }],
  httpRequest: [{ kind: 'httpRequest', method: 'POST', url: peer, body: { id: { from: 'body.id' } } }],
  sql: [
    {
      kind: 'sql',
      connection: 'stock',
      statement: 'SELECT count FROM stock WHERE id = :id',
      parameters: { id: { from: 'body.id' } },
    },
  ],
  email: [
    { kind: 'email', connection: 'mail', to: 'ann@example.com', subject: '{{ body.id }}', body: 'Done' },
  ],
  command: [{ kind: 'command', program: idleProgram ?? '/bin/true' }],
  writeFile: [{ kind: 'writeFile', folder, file: 'out.txt', body: { from: 'body.id' }, mode: 'replace' }],
  delay: [{ kind: 'delay', seconds: 0 }],
  respond: [{ kind: 'respond', body: { id: { from: 'body.id' } } }],
  fail: [{ kind: 'fail', onError: 'continue' }],
  forEach: [
    { kind: 'forEach', items: '[1..10]', steps: [{ name: 'inner', kind: 'transform', expression: 'item' }] },
  ],
  call: [{ kind: 'call', integration: 'transform', body: { id: { from: 'body.id' } } }],
  fiveSteps: [
    transform,
    { kind: 'javascript', code: 'return { id: steps.s0.id }' },
    { kind: 'httpRequest', method: 'POST', url: peer, body: { from: 'steps.s1' } },
    { kind: 'transform', when: 'steps.s2.status < 300', expression: '{ "status": steps.s2.status }' },
    { kind: 'respond', body: { from: 'steps.s3' } },
  ],
});

export type BenchWorkflow = keyof ReturnType<typeof workflows>;
export const workflowNames = Object.keys(workflows({ peer: '', mailPort: 0, folder: '' }));

/** A service with an integration that is answered for each of the workflows, under its name. */
export async function startWorkflows(data: string, open: Set<Server>): Promise<Server> {
  const peer = await startProgram('bare-fastify.ts');
  open.add(peer);
  const mail = await startProgram('mail-sink.ts');
  open.add(mail);
  const folder = `${data}-out`;
  mkdirSync(folder, { recursive: true });
  mkdirSync(data, { recursive: true });
  const stock = new Database(join(data, 'stock.db'));
  stock.exec('CREATE TABLE stock (id INTEGER PRIMARY KEY, count); INSERT INTO stock VALUES (42, 7)');
  stock.close();
  const world = { peer: `${peer.url}/bench/Bare`, mailPort: Number(new URL(mail.url).port), folder };
  return startService(data, installationOf(world));
}

const installationOf = (world: World): string =>
  stringify({
    hookline: 1,
    settings: { commands: idleProgram === null ? [] : [idleProgram], folders: [world.folder] },
    connections: [
      { name: 'stock', kind: 'sqlite', file: 'stock.db' },
      {
        name: 'mail',
        kind: 'smtp',
        host: '127.0.0.1',
        port: world.mailPort,
        security: 'none',
        from: 'bench@example.com',
      },
    ],
    integrations: Object.entries(workflows(world)).map(([name, steps]) => ({
      name,
      code: 'bench',
      trigger: { authentication, maxWaiting, concurrency: 64, requestResponse: true },
      workflow: steps.map((step, at) => ({ name: `s${at}`, ...step })),
    })),
  });
