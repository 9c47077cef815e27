// Runs a user's code in QuickJS: an interpreter inside WebAssembly with memory of its own, without files, network,
// process or any object of ours. Data goes in and out as JSON text and bytes. A fresh runtime for every call.
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { toPlain } from './plain.ts';
import { callSource } from './sandbox-guest.ts';
import { joinBytes, splitBytes } from './split-bytes.ts';
import { StepFailure, wordsOf } from './step-failure.ts';
import { isOver, type TimeLimit } from './time-limit.ts';

const pageBytes = 65_536;
const initialPages = 256;
/** 64 MiB, code and data together. QuickJS's own limit does not hold for long strings; this one does. */
const maxPages = 1024;
/** More than this, and deep data overflows the stack of the host instead of the guest's. */
const maxStackBytes = 128 * 1024;
const jobsAtOnce = 1000;

interface Engine {
  readonly module: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
}

let engine: Promise<Engine> | null = null;

/** What it prints when it gives up is said by the failure of the step. */
const silent: { readonly wasmMemory?: WebAssembly.Memory; printErr(): void } = { printErr: () => undefined };

async function loadEngine(): Promise<Engine> {
  const [core, variant] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-wasmfile-release-sync'),
  ]);
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maxPages });
  const module = await core.newQuickJSWASMModuleFromVariant(
    core.newVariant(variant.default, { wasmMemory: memory, emscriptenModule: silent }),
  );
  return { module, memory };
}

/** Runs the body of a function in which `given` is in scope; gives what it returns, throws a StepFailure. */
export async function runCode(
  code: string,
  given: Readonly<Record<string, unknown>>,
  limit: TimeLimit,
): Promise<unknown> {
  const loading = (engine ??= loadEngine());
  let isSound = false;
  try {
    const { module, memory } = await loading;
    const result = runIn(module, code, given, limit);
    isSound = memory.buffer.byteLength === initialPages * pageBytes;
    return result;
  } catch (error) {
    // The interpreter may have given up while it was closed down after a failure: that failure is the reason.
    const first: unknown = error instanceof SuppressedError ? error.suppressed : error;
    isSound = first === error && first instanceof StepFailure;
    if (first instanceof StepFailure) throw first;
    if (isOver(limit)) throw limit.exceeded();
    throw new StepFailure(`The code needs more than 64 MiB of memory, or cannot be run (${wordsOf(first)}).`);
  } finally {
    // One that gave up cannot be trusted, and memory of WebAssembly never shrinks: the next code gets a new one.
    if (!isSound && engine === loading) engine = null;
  }
}

function runIn(
  module: QuickJSWASMModule,
  code: string,
  given: Readonly<Record<string, unknown>>,
  limit: TimeLimit,
): unknown {
  using runtime = module.newRuntime();
  runtime.setMaxStackSize(maxStackBytes);
  runtime.setMemoryLimit((maxPages - 64) * pageBytes);
  runtime.setInterruptHandler(() => isOver(limit));
  using context = runtime.newContext();
  using promise = call(context, code, given, limit);
  runJobs(runtime, limit);
  const state = context.getPromiseState(promise);
  switch (state.type) {
    case 'fulfilled': {
      using answer = state.value;
      return readAnswer(context, answer);
    }
    case 'rejected': {
      using error = state.error;
      throw failureOf(context, error, limit);
    }
    case 'pending':
      throw isOver(limit)
        ? limit.exceeded()
        : new StepFailure('The code waits for something that never comes.');
  }
}

function call(
  context: QuickJSContext,
  code: string,
  given: Readonly<Record<string, unknown>>,
  limit: TimeLimit,
): QuickJSHandle {
  const { json, places, bytes } = splitBytes(toPlain(given));
  const texts = [code, JSON.stringify(Object.keys(given)), json, JSON.stringify(places)];
  const handles = [
    ...texts.map((text) => context.newString(text)),
    ...bytes.map((part) => context.newArrayBuffer(part.slice().buffer)),
  ];
  try {
    using run = unwrap(context, context.evalCode(callSource, 'hookline.js'), limit);
    return unwrap(context, context.callFunction(run, context.undefined, ...handles), limit);
  } finally {
    for (const handle of handles) handle.dispose();
  }
}

function runJobs(runtime: QuickJSRuntime, limit: TimeLimit): void {
  while (runtime.hasPendingJob()) {
    if (isOver(limit)) throw limit.exceeded();
    const ran = runtime.executePendingJobs(jobsAtOnce);
    if (ran.error) {
      using error = ran.error;
      throw failureOf(error.context, error, limit);
    }
  }
}

/** What the guest hands back: `[json, places, ...bytes]`, or `[null, error]`. */
function readAnswer(context: QuickJSContext, answer: QuickJSHandle): unknown {
  const [json, second] = [0, 1].map((at) => textAt(context, answer, at));
  if (json === null || json === undefined) throw new StepFailure(second ?? 'The code failed.');
  const places: unknown = JSON.parse(second ?? '[]');
  const bytes: Uint8Array[] = [];
  for (let at = 0; Array.isArray(places) && at < places.length; at += 1) {
    using part = context.getProp(answer, at + 2);
    using view = context.getArrayBuffer(part);
    bytes.push(view.value.slice());
  }
  return json === '' ? undefined : joinBytes(json, places, bytes);
}

function textAt(context: QuickJSContext, list: QuickJSHandle, at: number): string | null {
  using part = context.getProp(list, at);
  return context.typeof(part) === 'string' ? context.getString(part) : null;
}

function unwrap(
  context: QuickJSContext,
  result: ReturnType<QuickJSContext['evalCode']>,
  limit: TimeLimit,
): QuickJSHandle {
  if (!result.error) return result.value;
  using error = result.error;
  throw failureOf(context, error, limit);
}

function failureOf(context: QuickJSContext, error: QuickJSHandle, limit: TimeLimit): StepFailure {
  if (isOver(limit)) return limit.exceeded();
  return new StepFailure(`The code failed: ${wordsOf(context.dump(error))}`);
}
