import { expect, test } from 'vitest';
import { reachOf } from '#renderer/settings/reach-of.ts';

test.each(['127.0.0.1', '127.9.0.1', 'localhost', ' ::1 '])('%s is for this machine only', (host) => {
  expect(reachOf(host).isThisMachine).toBe(true);
});

test.each(['0.0.0.0', '::', '192.168.1.20', 'host.local', ''])(
  '%s opens the triggers to other machines',
  (host) => {
    expect(reachOf(host)).toMatchObject({
      isThisMachine: false,
      text: expect.stringContaining('Other machines'),
    });
  },
);
