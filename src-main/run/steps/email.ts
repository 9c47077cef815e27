import { connectionKindsOf } from '#shared/model/connection-kinds.ts';
import type { MailAddress, OutgoingMail } from '#main/ports/mail.ts';
import type { StepOf } from '#shared/model/step.ts';
import { toJson, toPlain } from '../plain.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';
import { textOf } from '../value.ts';

/** Sends a mail; the result says who was taken and who was refused. */
export async function runEmail(step: StepOf<'email'>, run: StepRun): Promise<unknown> {
  const connection = run.connection(step.connection, connectionKindsOf.email);
  const mail = await fillMail(step, run);
  run.given({ connection: step.connection, ...mail });
  if (mail.to.length + mail.cc.length + mail.bcc.length === 0) {
    throw new StepFailure('The mail has no recipient.', { isFinal: true });
  }
  return run.wait(async (signal) => {
    const { sendMail } = await import('./send-mail.ts');
    run.willBeNoticed();
    return sendMail(connection, mail, signal);
  });
}

async function fillMail(step: StepOf<'email'>, run: StepRun): Promise<OutgoingMail> {
  const attachments: OutgoingMail['attachments'][number][] = [];
  for (const { filename, contentType, content } of step.attachments ?? []) {
    attachments.push({
      filename: textOf(await run.fill(filename)),
      contentType: contentType === undefined ? undefined : textOf(await run.fill(contentType)),
      content: contentOf(await run.fill(content)),
    });
  }
  return {
    to: addressesOf(await run.fill(step.to)),
    cc: addressesOf(await run.fill(step.cc)),
    bcc: addressesOf(await run.fill(step.bcc)),
    replyTo: addressesOf(await run.fill(step.replyTo)),
    subject: textOf(await run.fill(step.subject)),
    text: step.body === undefined ? undefined : textOf(await run.fill(step.body)),
    html: step.html === undefined ? undefined : textOf(await run.fill(step.html)),
    attachments,
  };
}

function contentOf(content: unknown): string | Uint8Array {
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  return toJson(toPlain(content)) ?? '';
}

const addressesOf = (given: unknown): MailAddress[] =>
  [given].flat().flatMap((one) => (one === undefined || one === null || one === '' ? [] : [addressOf(one)]));

const named = /^([^<>]*)<([^<>\s,;:"]+@[^<>\s,;:"]+)>$/u;
const bare = /^([^<>\s,;:"]+@[^<>\s,;:"]+)$/u;

/** One text is one address: what came with a call cannot add further ones, nor lines of the head. */
function addressOf(given: unknown): MailAddress {
  const text = typeof given === 'string' ? given.trim() : '';
  const [, name = '', address] = named.exec(text) ?? ['', '', bare.exec(text)?.[1]];
  if (address === undefined || /\p{Cc}/u.test(text)) {
    throw new StepFailure(
      `${JSON.stringify(textOf(given))} is not one mail address such as Ann <ann@example.com>; several are a list.`,
      { isFinal: true },
    );
  }
  return { name: name.trim().replace(/^"(.*)"$/u, '$1'), address };
}
