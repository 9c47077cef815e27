// How a sender signs a call: what it signs, and where it writes the signature. Pure.
import { signatureHeader, type HmacPreset, type HmacScheme } from '../model/auth/hmac.ts';
import type { Pair } from './pair.ts';

export interface Signing {
  readonly algorithm: HmacScheme['algorithm'];
  readonly encoding: HmacScheme['encoding'];
  /** Names the secret. */
  readonly secret: string;
  /** Whether the secret is the base64 of its bytes, behind `whsec_`. */
  readonly isSecretBase64: boolean;
  /** With `{body}`, `{timestamp}` (seconds since 1970) and `{id}` (made for each call) in it. */
  readonly signed: string;
  /** The same, with `{signature}` in one of their values. */
  readonly headers: readonly Pair[];
}

type Settings = Partial<{ [K in keyof HmacScheme]: HmacScheme[K] | undefined }> & {
  readonly preset?: HmacPreset | undefined;
};

export function signingOf(settings: Settings, secret: string): Signing {
  const { preset = 'generic', algorithm = 'sha256', encoding = 'hex' } = settings;
  const header = signatureHeader({ preset, header: settings.header });
  const plain = { algorithm, encoding, secret, isSecretBase64: false };
  switch (preset) {
    case 'github':
      return { ...plain, signed: '{body}', headers: [[header, 'sha256={signature}']] };
    case 'shopify':
      return { ...plain, encoding: 'base64', signed: '{body}', headers: [[header, '{signature}']] };
    case 'slack':
      return {
        ...plain,
        signed: 'v0:{timestamp}:{body}',
        headers: [
          ['x-slack-request-timestamp', '{timestamp}'],
          [header, 'v0={signature}'],
        ],
      };
    case 'stripe':
      return { ...plain, signed: '{timestamp}.{body}', headers: [[header, 't={timestamp},v1={signature}']] };
    case 'standard-webhooks':
      return {
        ...plain,
        encoding: 'base64',
        isSecretBase64: true,
        signed: '{id}.{timestamp}.{body}',
        headers: [
          ['webhook-id', '{id}'],
          ['webhook-timestamp', '{timestamp}'],
          [header, 'v1,{signature}'],
        ],
      };
    case 'generic': {
      const { prefix = '', signed = '{body}', timestampHeader } = settings;
      const times: Pair[] = timestampHeader === undefined ? [] : [[timestampHeader, '{timestamp}']];
      return { ...plain, signed, headers: [...times, [header, `${prefix}{signature}`]] };
    }
  }
}

export const signingNames = ['body', 'timestamp', 'id', 'signature'] as const;
export type SigningName = (typeof signingNames)[number];
/** A text, or the name of a value. */
export type TemplatePart = { readonly text: string } | { readonly name: SigningName };

/** `t={timestamp}` as its parts, in order; names that are none stay text. */
export const partsOf = (template: string): readonly TemplatePart[] =>
  template.split(/(\{(?:body|timestamp|id|signature)\})/).flatMap((part): TemplatePart[] => {
    const name = signingNames.find((one) => part === `{${one}}`);
    if (name !== undefined) return [{ name }];
    return part === '' ? [] : [{ text: part }];
  });

/** Whether the value is part of what is signed or sent. */
export const usesName = ({ signed, headers }: Signing, name: SigningName): boolean =>
  [signed, ...headers.map(([, value]) => value)].some((template) => template.includes(`{${name}}`));
