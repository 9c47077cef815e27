import { isSecretName } from '#shared/secret-name.ts';

/** Shorter ones would hide what has nothing to do with them. */
const minSecretLength = 8;
const removed = '[removed]';

/** Takes secrets out of what leaves the installation: known values wherever they stand, and texts under names of secrets. */
export function createRedact(values: readonly string[]) {
  const known = [...new Set(values.filter(({ length }) => length >= minSecretLength))]
    // As it stands in JSON; a longer one may hold a shorter one.
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])
    .toSorted((a, b) => b.length - a.length);
  return {
    text: (text: string): string => known.reduce((kept, value) => kept.replaceAll(value, removed), text),
    /** As JSON, laid out for people. */
    json(value: unknown): string {
      const shown = JSON.stringify(
        value,
        (name, inside: unknown) =>
          typeof inside === 'string' && isSecretName(name.toLowerCase()) ? removed : inside,
        2,
      );
      return this.text(`${shown}\n`);
    },
  };
}
export type Redact = ReturnType<typeof createRedact>;
