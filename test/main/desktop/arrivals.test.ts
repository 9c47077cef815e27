import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { type Arrival, awaitArrivals } from '#main/desktop/arrivals.ts';

test('what comes before the shell is there is handed over with what comes later, in its order', () => {
  const app = new EventEmitter();
  const arrivals = awaitArrivals(app as unknown as App);
  const event = { preventDefault: () => undefined };
  app.emit('open-file', event, '/a.hookline');
  const start = (...argv: readonly unknown[]) =>
    app.emit('second-instance', {}, ['of Electron.yaml'], '/electron', { argv, folder: '/home/me' });
  start('--port', '0', 'b.yaml');
  const taken: Arrival[] = [];
  arrivals.follow((arrival) => void taken.push(arrival));
  start('--data', '/x.yaml', '--hidden');
  start('c.yaml', 7);
  expect(taken).toEqual([
    { files: ['/a.hookline'], isHidden: false },
    { files: ['b.yaml'], folder: '/home/me', isHidden: false },
    { files: [], folder: '/home/me', isHidden: true },
    { files: [], folder: '', isHidden: false },
  ]);
});
