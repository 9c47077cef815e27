import { failureOf } from '#shared/contract/failure.ts';
import { wordsOf } from '#renderer/ui/words.ts';

const names = [
  'http.host',
  'http.port',
  'publicBaseUrl',
  'network.allow',
  'network.deny',
  'network.trustedProxies',
  'hiddenHeaders',
  'hiddenParameters',
  'retention.days',
  'retention.calls',
  'retention.bytes',
  'limits.waitingBytes',
  'limits.waitingCallers',
  'limits.bodyBytes',
  'disk.stopBytes',
  'disk.reserveBytes',
] as const;
type FieldName = (typeof names)[number];

/** What to do about a port that cannot be had. */
const remedies: Readonly<Record<string, string>> = {
  port_taken: 'A different one, or ending that program, helps. Nothing was changed.',
  port_forbidden: 'A port above 1023 needs no special rights. Nothing was changed.',
};

/** The fields at fault in a failed save, with their words; none where it is not about a field. */
export function fieldErrors(
  error: unknown,
): readonly { readonly name: FieldName; readonly message: string }[] {
  const failure = failureOf(error);
  const remedy = remedies[failure.code];
  if (remedy !== undefined) return [{ name: 'http.port', message: `${wordsOf[failure.code]} ${remedy}` }];
  return failure.issues.flatMap(({ path, message }) => {
    const name = names.find((field) => path.join('.').startsWith(field));
    return name === undefined ? [] : [{ name, message }];
  });
}
