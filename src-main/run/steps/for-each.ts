import type { StepOf } from '#shared/model/step.ts';
import { maxSize, tooLarge } from '../plain.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';

/** Others wait for the thread while the results are put together. */
const longestWorkMs = 20_000;

/** Runs the steps inside for each item: a list of their results, in the order of the items. */
export async function runForEach(step: StepOf<'forEach'>, run: StepRun): Promise<unknown[]> {
  const list = listOf(await run.fill({ from: step.items }));
  run.given({ items: list });
  if (list.length > step.maxItems) {
    throw new StepFailure(`The list has ${list.length} items; ${step.maxItems} may be (maxItems).`, {
      isFinal: true,
    });
  }
  const inside = run.inside();
  const items = list.slice(0, inside.mostItems);
  const results: unknown[] = Array.from({ length: items.length }, () => null);
  let next = 0;
  let size = 0;
  const failures: { readonly at: number; readonly error: unknown }[] = [];

  async function runItem(at: number): Promise<unknown> {
    try {
      const result = await inside.runItem(step.steps, items[at], at);
      size += result?.size ?? 0;
      if (size > maxSize) throw tooLarge();
      return result?.value ?? null;
    } catch (error) {
      const shown = step.onItemError === 'continue' && size <= maxSize ? inside.resultOf(error) : null;
      if (shown === null) throw error;
      size += shown.error.message.length;
      if (size > maxSize) throw tooLarge();
      return shown;
    }
  }

  /** Items that have begun are run to their end, so that nobody has to find out how far each came. */
  async function takeItems(): Promise<void> {
    while (next < items.length && failures.length === 0) {
      const at = next;
      next += 1;
      try {
        results[at] = await runItem(at);
      } catch (error) {
        failures.push({ at, error });
      }
    }
  }

  await Promise.all(
    Array.from({ length: Math.min(step.concurrency, inside.mostAtOnce, items.length) }, takeItems),
  );
  run.hold(run.limitOfWork(longestWorkMs));
  const [first] = failures.sort((one, other) => one.at - other.at);
  if (first !== undefined) throw first.error;
  return results;
}

/** What an expression gives as one value is a list of one: that is how JSONata gives a list of one, too. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
