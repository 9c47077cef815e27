// The entry of a run worker thread. It runs many executions side by side: most of their time they wait.
// It must never decide anything about a call; it runs what it is sent and says what came of it.
import { parentPort, workerData } from 'node:worker_threads';
import type {
  CalleeAnswer,
  CalleeQuestion,
  ExecutionOutcome,
  Needed,
  Program,
  RunConditions,
} from '#main/ports/run.ts';
import { problem } from '#shared/problem.ts';
import type { Surroundings } from './begin-step.ts';
import { execute } from './execute.ts';
import type { Execution, RunMessage, ThreadMessage, WorkerMessage } from './messages.ts';
import { createPulse, nowMs } from './pulse.ts';
import { wordsOf } from './step-failure.ts';
import { createThreadEnvironment } from './thread-environment.ts';

const port = parentPort;
if (port === null) throw new Error('This file is the entry of a worker thread.');

const pulse = createPulse(workerData.memory);
const programs = new Map<string, Program>();
const { conditions }: { conditions: RunConditions } = workerData;
let { destinations, permissions } = conditions;
let kept = conditions.environment;
let environment = createThreadEnvironment(conditions.environment, permissions);
let outbox: WorkerMessage[] = [];

/** Messages of one turn of the loop travel together. */
function post(message: WorkerMessage): void {
  if (outbox.push(message) === 1) setImmediate(flush);
}

function flush(): void {
  if (outbox.length === 0) return;
  port?.postMessage(outbox);
  outbox = [];
}

const asked = new Map<number, (callee: CalleeAnswer) => void>();
let lastAsk = 0;

const askCallee = (question: CalleeQuestion): Promise<CalleeAnswer> =>
  new Promise((answer) => {
    lastAsk += 1;
    asked.set(lastAsk, answer);
    post({ kind: 'asked', ask: lastAsk, question });
  });

/** For what the pool must know even if the thread is lost in the next moment. */
function postNow(message: WorkerMessage): void {
  outbox.push(message);
  flush();
}

/** A bug of ours, not of the workflow: even then the pool must hear an end. */
const failedInside = (error: unknown): ExecutionOutcome => ({
  state: 'failed',
  answer: null,
  problem: problem('internal', { reason: environment.strip(wordsOf(error)) }),
  failStatus: null,
  stepsJson: '[]',
  runMs: 0,
});

function programOf(key: string): Program {
  const program = programs.get(key);
  if (program === undefined) throw new Error(`The program ${key} was never sent.`);
  return program;
}

async function outcomeOf(
  program: Program,
  execution: Execution,
  around: Surroundings,
): Promise<ExecutionOutcome> {
  const look = execution.rehearsal?.look;
  if (look !== undefined) return (await import('./preview.ts')).preview(program, look, execution, around);
  if (program.asks === undefined) return execute(program, execution, around);
  return (await import('./ask-body.ts')).askBody(program.asks, program, execution, around);
}

async function run({ id, key, program, forget, execution }: RunMessage): Promise<void> {
  pulse.begin(id);
  if (forget !== null) programs.delete(forget);
  if (program !== null) programs.set(key, program);
  let isNoticed = false;
  let at = -1;
  const around: Surroundings = {
    destinations,
    permissions,
    followProcess: (pid, lives) => postNow({ kind: 'process', pid, lives }),
    environment,
    callee: askCallee,
    enter(step) {
      at = step;
    },
    hold: (untilMs, limitMs = Math.round(untilMs - nowMs())) => pulse.hold(id, at, untilMs, limitMs),
    release: () => pulse.release(id),
    willBeNoticed() {
      if (isNoticed) return;
      isNoticed = true;
      postNow({ kind: 'noticed', id });
    },
    answered(answer) {
      isNoticed = true;
      postNow({ kind: 'answered', id, answer });
    },
  };
  try {
    const outcome = await outcomeOf(programOf(key), execution, around);
    (isNoticed ? postNow : post)({ kind: 'done', id, outcome });
  } catch (error) {
    postNow({ kind: 'done', id, outcome: failedInside(error) });
  }
}

port.on('message', (message: ThreadMessage) => {
  if ('ask' in message) {
    asked.get(message.ask)?.(message.callee);
    asked.delete(message.ask);
    return;
  }
  if ('needed' in message) return warmUp(message.needed);
  if ('conditions' in message) {
    const { conditions: change } = message;
    if (change.destinations !== undefined) ({ destinations } = change);
    if (change.permissions !== undefined) ({ permissions } = change);
    if (change.environment !== undefined || change.permissions !== undefined) {
      kept = change.environment ?? kept;
      environment = createThreadEnvironment(kept, permissions);
    }
    return;
  }
  // Each begins in a turn of its own, so that one that holds the thread is known by its number.
  for (const one of message) setImmediate(() => void run(one));
});

// At once, too: the first execution may be the one after which nothing comes on.
const beatEveryMs = 250;
pulse.beat();
setInterval(() => pulse.beat(), beatEveryMs).unref();

/** The first call should not wait for what it needs to be read from disk. */
function warmUp({ exchange, askBody }: Needed): void {
  if (exchange) void import('./http/exchange.ts');
  if (askBody) void import('./ask-body.ts');
}

// A promise that nobody waits for any more is no reason to lose the executions beside it.
process.on('unhandledRejection', (reason) =>
  post({ kind: 'stray', text: environment.strip(wordsOf(reason)) }),
);
