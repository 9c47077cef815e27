export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** A mail whose values are filled in. */
export interface OutgoingMail {
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string | undefined;
    readonly content: string | Uint8Array;
  }[];
}
