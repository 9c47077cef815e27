import { toJson, toPlain } from '../plain.ts';
import { whyNoProgram } from '../permissions.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';
import { textOf } from '../value.ts';
import type { StepOf } from '#shared/model/step.ts';

/** Runs a program: `{ exitCode, stdout, stderr }`, as text where it is UTF-8, else as bytes. */
export async function runCommand(step: StepOf<'command'>, run: StepRun): Promise<unknown> {
  const { program, exitCodes, maxOutputBytes } = step;
  const args: string[] = [];
  for (const argument of step.arguments) args.push(textOf(await run.fill(argument)));
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(step.environment ?? {})) {
    environment[name] = textOf(await run.fill(value));
  }
  const stdin = contentOf(await run.fill(step.stdin));
  run.given({ program, arguments: args, stdin, ...(step.environment && { environment }) });
  refuseOthers(program, run);
  const call = { program, arguments: args, stdin, environment, maxOutputBytes };
  const result = await run.wait(async (signal) => {
    const { runProgram } = await import('./run-program.ts');
    run.willBeNoticed();
    return runProgram(call, run.permissions, { signal, follow: run.followProcess });
  });
  if (exitCodes.includes(result.exitCode)) return result;
  const said = (typeof result.stderr === 'string' ? result.stderr : '').trim().slice(-2_000);
  throw new StepFailure(
    `${program} ended with exit code ${result.exitCode}${said === '' ? '' : `: ${said}`}`,
    {
      status: result.exitCode,
    },
  );
}

/** Saved before it was taken off the list, or in a file that was checked elsewhere. */
function refuseOthers(program: string, { permissions }: StepRun): void {
  if (permissions.commands.includes(program)) return;
  throw new StepFailure(whyNoProgram(program), { code: 'command_forbidden', isFinal: true });
}

function contentOf(content: unknown): string | Uint8Array {
  if (content === undefined) return '';
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  return toJson(toPlain(content)) ?? '';
}
