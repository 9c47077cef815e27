// How a body can be looked at. Whatever it holds, it is drawn as text or as a picture and never as a page.
import type { ViewLanguage } from '#renderer/ui/code/languages.ts';
import type { ShownBody } from '#shared/model/call.ts';
import { hexDump } from './hex-dump.ts';
import { indentJson } from './indent-json.ts';
import { indentXml } from './indent-xml.ts';

export const bodyForms = ['image', 'pretty', 'raw', 'hex'] as const;
export type BodyForm = (typeof bodyForms)[number];

/** Pictures made of pixels: the others can hold scripts and addresses. */
const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif'];

interface Pretty {
  readonly text: string;
  readonly language: ViewLanguage;
}

export interface LookedAt {
  readonly body: ShownBody;
  /** Of the content; empty where none is said. */
  readonly type: string;
}

export function prettyOf({ body }: LookedAt): Pretty | null {
  if (body.encoding !== 'text' || body.cut) return null;
  const asJson = indentJson(body.data);
  if (asJson !== null) return { text: asJson, language: 'json' };
  const asXml = indentXml(body.data);
  return asXml === null ? null : { text: asXml, language: 'xml' };
}

const typeOf = ({ type }: LookedAt): string => type.split(';', 1)[0]!.trim().toLowerCase();

/** As an address that holds the picture itself; null where it is none. */
export function pictureOf(looked: LookedAt): string | null {
  const { body } = looked;
  const type = typeOf(looked);
  if (body.cut || body.encoding !== 'base64' || !pictureTypes.includes(type)) return null;
  return `data:${type};base64,${body.data}`;
}

/** The forms that a body can be looked at in, the best one first. */
export function formsOf(looked: LookedAt): readonly BodyForm[] {
  const fits: Readonly<Record<BodyForm, boolean>> = {
    image: pictureOf(looked) !== null,
    pretty: prettyOf(looked) !== null,
    raw: looked.body.encoding === 'text',
    hex: true,
  };
  return bodyForms.filter((form) => fits[form]);
}

interface ShownBytes {
  /** null where they are still asked for. */
  readonly bytes: Uint8Array | null;
  /** Where they stand in the whole body. */
  readonly from: number;
}

/** What is shown, and copied. */
export function textIn(looked: LookedAt, form: BodyForm, { bytes, from }: ShownBytes): Pretty {
  const pretty = form === 'pretty' ? prettyOf(looked) : null;
  if (pretty !== null) return pretty;
  if (form === 'raw') return { text: looked.body.data, language: 'text' };
  return { text: bytes === null ? '' : hexDump(bytes, from), language: 'text' };
}
