import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ShownBody } from '#shared/model/call.ts';
import { type BodyOf, readBody, readPart } from './read-body.ts';

/** What is shown at a time of a body that is larger. */
export const partBytes = 262_144;
/** The largest that is loaded whole, so that it can be folded and searched. */
export const maxWholeBytes = 4 * 1_048_576;

type Wanted = number | 'whole';

/** A body as it came with the call, and more of it where somebody asks. */
export function useBody(of: BodyOf, first: ShownBody) {
  const [wanted, setWanted] = useState<Wanted>(0);
  const more = useQuery({
    queryKey: ['body', of.id, of.of, wanted],
    queryFn: () => loadPart(of, wanted, first),
    enabled: wanted !== 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return {
    body: wanted === 0 ? first : (more.data ?? first),
    from: wanted === 'whole' ? 0 : wanted,
    isLoading: wanted !== 0 && more.isFetching,
    error: more.error,
    show: setWanted,
  };
}

async function loadPart(of: BodyOf, wanted: Wanted, first: ShownBody): Promise<ShownBody> {
  const bytes =
    wanted === 'whole'
      ? new Uint8Array(await (await readBody(of)).arrayBuffer())
      : (await readPart(of, { from: wanted, length: partBytes })).bytes;
  const shown = { bytes: first.bytes, cut: bytes.length < first.bytes };
  if (first.encoding === 'text') {
    // A part may begin or end within a character.
    return { ...shown, encoding: 'text', data: new TextDecoder().decode(bytes) };
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { ...shown, encoding: 'base64', data: btoa(binary) };
}
