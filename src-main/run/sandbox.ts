// Runs a user's code in QuickJS: an interpreter inside WebAssembly with memory of its own, without files, network,
// process or any object of ours. Data goes in and out as JSON text and bytes. A fresh runtime for every call.
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
  Scope,
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

export interface Engine {
  /** Whether code may still be run in it. */
  isSound: boolean;
  readonly module: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
  readonly Scope: typeof Scope;
}

let opening: Promise<Engine> | null = null;

/** What it prints when it gives up is said by the failure of the step. */
const silent: { readonly wasmMemory?: WebAssembly.Memory; printErr(): void } = { printErr: () => undefined };

/** The interpreter that runs the next code. */
export async function openEngine(): Promise<Engine> {
  opening ??= loadEngine();
  try {
    return await opening;
  } catch (error) {
    opening = null;
    throw error;
  }
}

async function loadEngine(): Promise<Engine> {
  const [core, variant] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-wasmfile-release-sync'),
  ]);
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maxPages });
  const module = await core.newQuickJSWASMModuleFromVariant(
    core.newVariant(variant.default, { wasmMemory: memory, emscriptenModule: silent }),
  );
  return { isSound: true, module, memory, Scope: core.Scope };
}

/**
 * Runs the body of a function in which `given` is in scope; gives what it returns, throws a StepFailure. Nothing else
 * gets a turn before it is done: who runs code must have said before that it holds the thread.
 */
export function runCode(
  engine: Engine,
  code: string,
  given: Readonly<Record<string, unknown>>,
  limit: TimeLimit,
): unknown {
  const { module, memory } = engine;
  const handles = new engine.Scope();
  try {
    return runIn(module, handles, code, given, limit);
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    engine.isSound = false;
    if (isOver(limit)) throw limit.exceeded();
    throw new StepFailure(`The code needs more than 64 MiB of memory, or cannot be run (${wordsOf(error)}).`);
  } finally {
    // One that gave up cannot be trusted, and memory of WebAssembly never shrinks: the next code gets a new one.
    const isClean = closes(handles) && memory.buffer.byteLength === initialPages * pageBytes;
    if (!isClean || !engine.isSound) {
      engine.isSound = false;
      opening = null;
    }
  }
}

function closes(handles: Scope): boolean {
  try {
    handles.dispose();
    return true;
  } catch {
    // It gave up; what there was to say has been said by what the code did before.
    return false;
  }
}

function runIn(
  module: QuickJSWASMModule,
  handles: Scope,
  code: string,
  given: Readonly<Record<string, unknown>>,
  limit: TimeLimit,
): unknown {
  const runtime = handles.manage(module.newRuntime());
  runtime.setMaxStackSize(maxStackBytes);
  runtime.setMemoryLimit((maxPages - 64) * pageBytes);
  runtime.setInterruptHandler(() => isOver(limit));
  const context = handles.manage(runtime.newContext());

  const { json, places, bytes } = splitBytes(toPlain(given));
  const texts = [code, JSON.stringify(Object.keys(given)), json, JSON.stringify(places)];
  const sent = [
    ...texts.map((text) => handles.manage(context.newString(text))),
    ...bytes.map((part) => handles.manage(context.newArrayBuffer(part.slice().buffer))),
  ];
  const take = (result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle => {
    if (!result.error) return handles.manage(result.value);
    throw failureOf(context, handles.manage(result.error), limit);
  };
  const call = take(context.evalCode(callSource, 'hookline.js'));
  const promise = take(context.callFunction(call, context.undefined, ...sent));
  runJobs(runtime, context, handles, limit);

  const state = context.getPromiseState(promise);
  if (state.type === 'fulfilled') return readAnswer(context, handles, handles.manage(state.value));
  if (state.type === 'rejected') throw failureOf(context, handles.manage(state.error), limit);
  throw isOver(limit) ? limit.exceeded() : new StepFailure('The code waits for something that never comes.');
}

function runJobs(runtime: QuickJSRuntime, context: QuickJSContext, handles: Scope, limit: TimeLimit): void {
  while (runtime.hasPendingJob()) {
    if (isOver(limit)) throw limit.exceeded();
    const ran = runtime.executePendingJobs(jobsAtOnce);
    if (ran.error) throw failureOf(context, handles.manage(ran.error), limit);
  }
}

/** What the guest hands back: `[json, places, ...bytes]`, or `[null, error]`. */
function readAnswer(context: QuickJSContext, handles: Scope, answer: QuickJSHandle): unknown {
  const part = (at: number): QuickJSHandle => handles.manage(context.getProp(answer, at));
  const text = (at: number): string | null =>
    context.typeof(part(at)) === 'string' ? context.getString(part(at)) : null;
  const json = text(0);
  if (json === null) throw new StepFailure(text(1) ?? 'The code failed.');
  if (json === '') return undefined;
  const places: unknown = JSON.parse(text(1) ?? '[]');
  const count = Array.isArray(places) ? places.length : 0;
  const bytes = Array.from({ length: count }, (_, at) =>
    handles.manage(context.getArrayBuffer(part(at + 2))).value.slice(),
  );
  return joinBytes(json, places, bytes);
}

function failureOf(context: QuickJSContext, error: QuickJSHandle, limit: TimeLimit): StepFailure {
  if (isOver(limit)) return limit.exceeded();
  return new StepFailure(`The code failed: ${wordsOf(context.dump(error))}`);
}
