import type { Errand } from '#main/ports/errand.ts';
import { sendMail } from '../steps/send-mail.ts';

const timeLimitMs = 50_000;

export async function mailNotice({ smtp, mail }: Extract<Errand, { kind: 'mail' }>): Promise<string> {
  const { response } = await sendMail(smtp, mail, AbortSignal.timeout(timeLimitMs));
  return `${smtp.host} took the mail: ${response}`;
}
