import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { charsetOf } from '#shared/content-type.ts';
import type { ShownBody } from '#shared/model/call.ts';
import { decodePart, leadBytes } from './decode-part.ts';
import { bytesOfBase64 } from './hex-dump.ts';
import { type BodyOf, readBody, readPart } from './read-body.ts';

/** What is shown at a time of a body that is larger. */
export const partBytes = 262_144;
/** The largest that is loaded whole, so that it can be folded and searched. */
export const maxWholeBytes = 4 * 1_048_576;

type Wanted = number | 'whole';

interface ShownPart {
  readonly from: number;
  readonly body: ShownBody;
  /** As stored; null until somebody asks for those of a text. */
  readonly bytes: Uint8Array | null;
}

/** A body as it came with the call, and more of it where somebody asks, as bytes where `isHex`. */
export function useBody(
  of: BodyOf,
  { first, type, isHex }: { readonly first: ShownBody; readonly type: string; readonly isHex: boolean },
) {
  const [wanted, setWanted] = useState<Wanted>(0);
  const isAsking = wanted !== 0 || (isHex && first.encoding === 'text');
  const more = useQuery({
    queryKey: ['body', of.id, of.of, wanted],
    queryFn: () => loadPart(of, wanted, first, charsetOf(type)),
    enabled: isAsking,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const beginning = useMemo(() => atHand(first), [first]);
  return {
    ...((isAsking ? more.data : undefined) ?? beginning),
    isLoading: isAsking && more.isFetching,
    error: more.error,
    show: setWanted,
  };
}

const atHand = (body: ShownBody): ShownPart => ({
  from: 0,
  body,
  bytes: body.encoding === 'base64' ? bytesOfBase64(body.data) : null,
});

async function loadPart(of: BodyOf, wanted: Wanted, first: ShownBody, charset: string): Promise<ShownPart> {
  const from = wanted === 'whole' ? 0 : wanted;
  const lead = Math.min(from, leadBytes);
  const read =
    wanted === 'whole'
      ? new Uint8Array(await (await readBody(of)).arrayBuffer())
      : (await readPart(of, { from: from - lead, length: lead + partBytes })).bytes;
  const bytes = read.subarray(lead);
  const shown = { bytes: first.bytes, cut: bytes.length < first.bytes };
  if (first.encoding === 'text') {
    const isLast = from + bytes.length >= first.bytes;
    const data = decodePart({ lead: read.subarray(0, lead), bytes, isLast }, charset);
    return { from, bytes, body: { ...shown, encoding: 'text', data } };
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { from, bytes, body: { ...shown, encoding: 'base64', data: btoa(binary) } };
}
