import { expect, test } from 'vitest';
import { listenProblem } from '#main/webhook/listen-problem.ts';

const said = (code: string, host: string, port: number) => {
  const { code: problem, detail } = listenProblem(Object.assign(new Error(code), { code }), host, port);
  return [problem, detail];
};

test.each([
  ['EADDRINUSE', '127.0.0.1', 8080, 'port_taken', 'Port 8080 of 127.0.0.1 is taken'],
  ['EACCES', '127.0.0.1', 80, 'port_forbidden', 'Port 80 of 127.0.0.1 may not be opened'],
  // The interface went away, or the machine has no IPv6.
  ['EADDRNOTAVAIL', '10.9.9.9', 8080, 'listener_down', '10.9.9.9 is not an address of this machine'],
  ['EAFNOSUPPORT', '::1', 8080, 'listener_down', '::1 is not an address of this machine'],
])('%s on %s, port %i, is %s: %s', (code, host, port, problem, detail) => {
  expect(said(code, host, port)).toEqual([problem, detail]);
});

test('anything else is a mistake of ours, and is thrown on', () => {
  expect(() => said('ERR_SOMETHING', '127.0.0.1', 8080)).toThrow('ERR_SOMETHING');
});
