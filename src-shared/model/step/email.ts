import { z } from 'zod';
import { ConnectionField } from '../connection.ts';
import { AnyValue, TextValue } from '../step-value.ts';
import { everyStep } from './every-step.ts';

/** `Ann <ann@example.com>`; empty ones are forgotten ones. */
const Recipient = TextValue.refine((value) => value !== '', { error: 'An address is required.' });

/** One address, or a list; an expression may give either. */
const Recipients = z
  .union([Recipient, z.array(Recipient).min(1, 'An address is required.').max(100)])
  .meta({ widget: 'valueList' });

const Attachment = z.strictObject({
  filename: TextValue.meta({ title: 'File name' }),
  contentType: TextValue.optional().meta({
    title: 'Content type',
    description: 'By the name of the file where left out.',
  }),
  content: AnyValue.meta({
    title: 'Content',
    description: 'Bytes, text, or data that is sent as JSON.',
    widget: 'json',
  }),
});

export const Email = z
  .strictObject({
    ...everyStep,
    kind: z.literal('email'),
    connection: ConnectionField,
    to: Recipients.meta({
      title: 'To',
      description: 'Such as Ann <ann@example.com>; an expression may give a list.',
    }),
    cc: Recipients.optional().meta({ title: 'Cc' }),
    bcc: Recipients.optional().meta({ title: 'Bcc' }),
    replyTo: Recipients.optional().meta({ title: 'Answers to' }),
    subject: TextValue.meta({ title: 'Subject' }),
    body: TextValue.optional().meta({ title: 'Text', widget: 'longValue' }),
    html: TextValue.optional().meta({ title: 'HTML', widget: 'longValue' }),
    attachments: z.array(Attachment).max(100).optional().meta({ title: 'Attachments' }),
  })
  .meta({ title: 'E-mail', description: 'Sends a mail.' });
