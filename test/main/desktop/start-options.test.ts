import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathOf, readStartOptions } from '#main/desktop/start-options.ts';

const data = (argv: string[], environment = {}) => readStartOptions(argv, environment, '/appdata').dataFolder;

describe('the command line of the desktop app', () => {
  it('names the data folder, before the environment and the system', () => {
    expect(data(['.', '--no-sandbox', '--data=/a'], { HOOKLINE_DATA: '/b' })).toBe(resolve('/a'));
    expect(data(['.', '--data', '/a'])).toBe(resolve('/a'));
    expect(data(['.'], { HOOKLINE_DATA: '/b' })).toBe(resolve('/b'));
    expect(data(['.'], { HOOKLINE_DATA: '' })).toBe(resolve('/appdata/Hookline'));
  });

  it('sets where webhooks are received for this life, and ignores what is no port', () => {
    const places = (...argv: string[]) => readStartOptions(argv, {}, '/appdata').places;
    expect(places('--port=0', '--https-port=8443', '--host=0.0.0.0')).toEqual({
      http: { host: '0.0.0.0', port: 0 },
      https: { host: '0.0.0.0', port: 8443 },
    });
    const nowhere = { host: undefined, port: undefined };
    expect(places('--port=x', '--unknown', '--inspect=0')).toEqual({ http: nowhere, https: nowhere });
  });

  it('names files by paths, or by addresses as a double click may pass them', () => {
    const address = 'file:///home/me/my%20own.hookline';
    expect(readStartOptions([address], {}, '/appdata').files).toEqual([address]);
    expect(pathOf('/home/me/a.hookline', '/here')).toBe(resolve('/home/me/a.hookline'));
    expect(pathOf('a.hookline', '/here')).toBe(resolve('/here/a.hookline'));
    if (process.platform !== 'win32') expect(pathOf(address, '/here')).toBe('/home/me/my own.hookline');
    if (process.platform !== 'win32') expect(() => pathOf('file://other/a.hookline', '/')).toThrow(TypeError);
  });
});
