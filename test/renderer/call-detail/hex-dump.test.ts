import { expect, test } from 'vitest';
import { bytesOfBase64, hexDump } from '#renderer/call-detail/hex-dump.ts';

test('bytes are shown sixteen a line, with what can be printed beside them', () => {
  expect(hexDump(new TextEncoder().encode('Müller\n0123456789'))).toBe(
    [
      '00000000  4d c3 bc 6c 6c 65 72 0a 30 31 32 33 34 35 36 37  M..ller.01234567',
      '00000010  38 39                                            89',
    ].join('\n'),
  );
  expect(hexDump(new Uint8Array())).toBe('');
});

test('base64 becomes the bytes it stands for', () => {
  expect(bytesOfBase64('AP8Q')).toEqual(new Uint8Array([0, 255, 16]));
});
