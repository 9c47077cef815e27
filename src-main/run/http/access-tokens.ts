// OAuth 2 client credentials (RFC 6749, 4.4): the tokens of one thread, shared by its executions. A token is asked for
// once, however many wait for it; it is asked for anew a little before its end, and where a server refuses it.
import { createRecent } from '../recent.ts';
import { StepFailure } from '../step-failure.ts';

export interface Client {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

/** Posts a form to the token address; the signal is not that of one execution, since others may wait as well. */
export type PostForm = (
  headers: Readonly<Record<string, string>>,
  form: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly bytes: Uint8Array }>;

interface Token {
  readonly value: string;
  readonly renewAtMs: number;
}

const longestMs = 30_000;
/** Where the server does not say how long a token is good. */
const usualSeconds = 300;
const longestMarginSeconds = 60;

const tokens = createRecent<string, Token>(1000);
const underWay = new Map<string, Promise<Token>>();

/** `refused`: a token that a server did not take any more. */
export async function accessToken(
  client: Client,
  post: PostForm,
  signal: AbortSignal,
  refused: string | null = null,
): Promise<string> {
  const key = JSON.stringify([client.tokenUrl, client.clientId, client.clientSecret, client.scope]);
  const known = tokens.get(key);
  if (known !== undefined && known.value !== refused && Date.now() < known.renewAtMs) return known.value;
  signal.throwIfAborted();
  let asking = underWay.get(key);
  if (asking === undefined) {
    asking = renew(key, client, post);
    underWay.set(key, asking);
  }
  const { value } = await Promise.race([asking, endOf(signal)]);
  return value;
}

async function renew(key: string, client: Client, post: PostForm): Promise<Token> {
  try {
    const token = await askForToken(client, post, AbortSignal.timeout(longestMs));
    tokens.set(key, token);
    return token;
  } finally {
    underWay.delete(key);
  }
}

const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

async function askForToken(client: Client, post: PostForm, signal: AbortSignal): Promise<Token> {
  const form = {
    grant_type: 'client_credentials',
    ...(client.scope !== undefined && { scope: client.scope }),
  };
  const login = `${formEncoded(client.clientId)}:${formEncoded(client.clientSecret)}`;
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
  const first = await post({ authorization }, new URLSearchParams(form).toString(), signal);
  if (!isClientUnknown(first)) return readToken(first);
  // Servers that do not know Basic, which they should, know the client by the form.
  const inForm = { ...form, client_id: client.clientId, client_secret: client.clientSecret };
  return readToken(await post({}, new URLSearchParams(inForm).toString(), signal));
}

const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

type Answer = Awaited<ReturnType<PostForm>>;

const isClientUnknown = ({ status, bytes }: Answer): boolean =>
  (status === 400 || status === 401) &&
  ['invalid_client', 'invalid_request'].includes(String(fieldsOf(bytes)['error']));

function readToken({ status, bytes }: Answer): Token {
  const fields = fieldsOf(bytes);
  const { access_token: value, token_type: type = 'Bearer', expires_in: expires } = fields;
  if (status !== 200 || typeof value !== 'string' || value === '') {
    const said = [fields['error'], fields['error_description']].filter((part) => typeof part === 'string');
    const words = said.length === 0 ? '' : ` (${said.join(': ')})`;
    throw new StepFailure(`The token address answered ${status} and gave no token${words}.`);
  }
  if (String(type).toLowerCase() !== 'bearer') {
    throw new StepFailure(`The token address gave a token of the type ${String(type)}, which is not Bearer.`);
  }
  const seconds = Number(expires) > 0 ? Number(expires) : usualSeconds;
  const margin = Math.min(longestMarginSeconds, seconds / 5);
  return { value, renewAtMs: Date.now() + (seconds - margin) * 1000 };
}

function fieldsOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}
