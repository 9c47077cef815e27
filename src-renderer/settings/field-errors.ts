import { failureOf } from '#shared/contract/failure.ts';
import { wordsOf } from '#renderer/ui/words.ts';

const names = [
  'http.on',
  'http.host',
  'http.port',
  'https.on',
  'https.host',
  'https.port',
  'https.names',
  'https.clientCertificates',
  'https.clientAuthorities',
  'publicBaseUrl',
  'network.allow',
  'network.deny',
  'network.trustedProxies',
  'network.privateDestinations',
  'showKeysOnce',
  'commands',
  'folders',
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
export type FieldName = (typeof names)[number];

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
  if (remedy !== undefined) {
    const name = failure.path === 'https.port' ? 'https.port' : 'http.port';
    return [{ name, message: `${wordsOf[failure.code]} ${remedy}` }];
  }
  const named = names.find((field) => field === failure.path);
  if (named !== undefined && failure.issues.length === 0) return [{ name: named, message: failure.detail }];
  return failure.issues.flatMap(({ path, message }) => {
    const name = names.find((field) => path.join('.').startsWith(field));
    return name === undefined ? [] : [{ name, message }];
  });
}
