import { readBodyPath, valuesAt } from '#shared/body-path.ts';
import { createHider, hidesNothing } from '#shared/hidden-values.ts';
import type { ReadBody } from './body/read-body.ts';
import type { Strip } from './strip-secrets.ts';

/** What must not be seen of an execution: not in its traces, and not in what is said of its failure. */
export interface Hiding {
  /** The body was read: what stands in it at the paths is hidden from now on. */
  follow(body: ReadBody): void;
  readonly strip: Strip;
}

/** `secrets`: of the installation; `paths`: where values stand in the body that nobody may see but the workflow. */
export function createHiding(paths: readonly string[], secrets: Strip): Hiding {
  if (paths.length === 0) return { follow() {}, strip: secrets };
  let hider = hidesNothing;
  const strip = Object.defineProperties((text: string) => secrets(hider.text(text)), {
    longest: { get: () => Math.max(secrets.longest, hider.longest) },
    hidesBytes: { get: () => hider.longest > 0 },
  });
  return {
    follow(body) {
      hider = createHider(hiddenIn(body, paths));
    },
    strip: strip as Strip,
  };
}

/** Where the body is no data with paths in it, all of it is hidden. */
function hiddenIn({ value, error }: ReadBody, paths: readonly string[]): readonly string[] {
  if (typeof value === 'string') return [value];
  if (error !== null || value instanceof Uint8Array) return [allBytes];
  return valuesAt(
    value,
    paths.flatMap((path) => [readBodyPath(path) ?? []]),
  );
}

/** A hider hides bytes whatever its values are; it needs one to hide anything. */
const allBytes = '\u0000';
