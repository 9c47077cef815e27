// One word on its way over one channel: a signed request, or a mail. Secrets are opened for that moment only.
import { createHmac } from 'node:crypto';
import { signatureKey } from '#main/call/auth/hmac-keys.ts';
import type { Environment } from '#main/environment/environment.ts';
import type { Errand, ErrandOutcome, RunErrand } from '#main/ports/errand.ts';
import { notificationHeader } from '#shared/call-chain.ts';
import type { Channel, ChannelOf, Telling } from '#shared/model/notification.ts';

export interface SendDeps {
  readonly environment: Pick<Environment, 'valueOf' | 'open'>;
  readonly errand: RunErrand;
  /** Where the screens answer a browser; null where they do not. */
  screensUrl(): string | null;
  /** What the calls say that this notification leads to. */
  markOf(tellingId: string): string;
  now(): number;
}

/** Never rejects: what keeps it from being sent is the outcome. */
export async function send(channel: Channel, telling: Telling, deps: SendDeps): Promise<ErrandOutcome> {
  const beganMs = deps.now();
  try {
    const made = errandOf(channel, telling, deps);
    if (typeof made !== 'string') return await deps.errand(made);
    return { ok: false, text: made, durationMs: deps.now() - beganMs };
  } catch (error) {
    return { ok: false, text: String(error), durationMs: deps.now() - beganMs };
  }
}

/** Or why there is none, in words. */
function errandOf(channel: Channel, telling: Telling, deps: SendDeps): Errand | string {
  switch (channel.kind) {
    case 'webhook':
      return webhookOf(channel, telling, deps);
    case 'email':
      return mailOf(channel, telling, deps);
    case 'desktop':
      return 'The desktop app shows these by itself.';
  }
}

/** Standard Webhooks: the id is the same for each attempt, the time and with it the signature are of this one. */
function webhookOf({ url, secret: name }: ChannelOf<'webhook'>, telling: Telling, deps: SendDeps) {
  const secret = deps.environment.valueOf(name);
  if (typeof secret !== 'string') return `The environment has no secret ${name} that can be read.`;
  const key = signatureKey(secret, 'standard-webhooks');
  if (key === null || key.type !== 'secret') {
    return `${name} is no signing secret: it is whsec_ and at least 24 random bytes as base64.`;
  }
  const { type, at: timestamp, ...data } = telling;
  const body = JSON.stringify({ type, timestamp, data: { ...data, url: linkOf(telling, deps) } });
  const seconds = String(Math.floor(deps.now() / 1_000));
  const signature = createHmac('sha256', key).update(`${telling.id}.${seconds}.${body}`).digest('base64');
  return {
    kind: 'webhook' as const,
    url,
    headers: {
      'webhook-id': telling.id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${signature}`,
      [notificationHeader]: deps.markOf(telling.id),
    },
    body,
  };
}

function mailOf({ connection: name, to }: ChannelOf<'email'>, telling: Telling, deps: SendDeps) {
  const smtp = deps.environment.open(name);
  if (smtp?.kind !== 'smtp') return `There is no mail connection ${name} that can be used.`;
  const link = linkOf(telling, deps);
  const lines = [
    `${telling.text}.`,
    '',
    ...(link === null ? [`In the screens of Hookline: #${telling.place}`] : [link]),
    '',
    `Rule: ${telling.rule}`,
    `Time: ${telling.at}`,
  ];
  return {
    kind: 'mail' as const,
    smtp,
    mail: {
      to: to.map((address) => ({ name: '', address })),
      cc: [],
      bcc: [],
      replyTo: [],
      subject: `Hookline: ${telling.text}`,
      text: `${lines.join('\n')}\n`,
      html: undefined,
      attachments: [],
    },
  };
}

function linkOf({ place }: Telling, { screensUrl }: SendDeps): string | null {
  const url = screensUrl();
  return url === null ? null : `${url.replace(/\/$/, '')}/#${place}`;
}
