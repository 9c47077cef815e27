import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardHead } from '#main/webhook/guard.ts';
import { splitTarget } from '#main/webhook/target.ts';

const ours = new Set(['hooks.example.com']);
const guard = (target: string, rawHeaders: readonly string[] = ['Host', 'localhost'], httpVersion = '1.1') =>
  guardHead({ target: splitTarget(target), rawHeaders, httpVersion, serverName: null }, ours)?.code ?? null;

describe('the guard', () => {
  test('lets the address of every endpoint pass, with any query', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
        fc.webQueryParameters(),
        (name, query) => {
          expect(guard(`/t37ed/${name}?${query}`)).toBe(null);
          expect(guard(`/t37ed/${name}/calls/0190?${query}`)).toBe(null);
        },
      ),
    );
  });

  test('never lets a path pass that has a control, a backslash or a slash in its name, however written', () => {
    const bad = fc.oneof(
      fc.integer({ min: 0, max: 0x1f }).map((code) => `%${code.toString(16).padStart(2, '0')}`),
      fc.constantFrom('%7f', '%7F', '%5c', '%5C', '%2f', '%2F', '\\', '\x7f', '\x00', ' ', '\xe9', '#'),
    );
    fc.assert(
      fc.property(fc.webPath(), bad, fc.webPath(), (before, text, after) => {
        expect(guard(`/t37ed/a${before}${text}${after}`)).toBe('malformed_path');
      }),
    );
  });

  test('takes any host where the installation takes any', () => {
    const head = {
      target: splitTarget('/a/b'),
      httpVersion: '1.1',
      rawHeaders: ['Host', 'anything.example:81'],
      serverName: null,
    };
    expect(guardHead(head, null)).toBe(null);
    expect(guardHead(head, ours)?.code).toBe('host_unknown');
  });

  test('takes one header of each kind, and no second one in any case of its name', () => {
    const singles = [
      'X-Api-Key',
      'Authorization',
      'Content-Type',
      'Content-Length',
      'Idempotency-Key',
      'Webhook-Id',
    ];
    for (const name of singles) {
      expect(guard('/a/b', ['Host', 'localhost', name, '1'])).toBe(null);
      expect(guard('/a/b', ['Host', 'localhost', name, '1', name.toUpperCase(), '1'])).toBe(
        'header_repeated',
      );
    }
    expect(guard('/a/b', ['Host', 'localhost', 'Cookie', '1', 'Cookie', '2'])).toBe(null);
  });

  test('lets an offered protocol pass that nothing hangs on', () => {
    expect(guard('/a/b', ['Host', 'localhost', 'Upgrade', 'TLS/1.2', 'Connection', 'Upgrade'])).toBe(null);
    expect(guard('/a/b', ['Host', 'localhost', 'Upgrade', 'TLS/1.2, WebSocket'])).toBe('upgrade_refused');
  });
});
