import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathOf, readStartOptions, toStartAgain, whyByHand } from '#main/desktop/start-options.ts';

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

  it('is kept by an update as far as it says where webhooks are received', () => {
    const given = ['.', 'a.hookline', '--hidden', '--port=9000', '--host=0.0.0.0'];
    const { placeArguments } = readStartOptions(given, {}, '/appdata');
    expect(placeArguments).toEqual(['--host=0.0.0.0', '--port=9000']);
    const next = (argv: string[]) =>
      readStartOptions(argv, { HOOKLINE_PLACES: placeArguments.join(' ') }, '/appdata');
    expect(next(['b.hookline'])).toMatchObject({
      places: { http: { host: '0.0.0.0', port: 9000 } },
      files: ['b.hookline'],
      placeArguments,
    });
    expect(next(['--port=9001']).places.http.port).toBe(9001);
  });

  it('is the same at a start that nobody asks for, without what was for the first one only', () => {
    const asked = [
      '.',
      '--no-sandbox',
      '--data',
      'kept.json',
      '--port=9000',
      'a.hookline',
      '--examples',
      '--hidden',
    ];
    expect(toStartAgain([...asked, '--after-failure', 'file:///b.yaml'])).toEqual([
      '.',
      '--no-sandbox',
      '--data',
      'kept.json',
      '--port=9000',
    ]);
  });

  it('keeps a new version from being installed by a restart where an installer would start it without', () => {
    const why = (platform: NodeJS.Platform, ...argv: string[]) =>
      whyByHand(readStartOptions(argv, {}, '/appdata'), resolve('/appdata/Hookline'), platform);
    for (const platform of ['win32', 'darwin'] as const) {
      expect(why(platform, '.', '--hidden')).toBe(null);
      expect(why(platform, `--data=${resolve('/appdata/Hookline')}`)).toBe(null);
      expect(why(platform, '--data=/a', '--port=9000')).toContain(
        `started with the data folder ${resolve('/a')}, --port=9000, and would be started again without. Quit`,
      );
    }
    // The system takes one for the other.
    expect(why('win32', `--data=${resolve('/APPDATA/hookline')}`)).toBe(null);
    expect(why('darwin', `--data=${resolve('/APPDATA/hookline')}`)).not.toBe(null);
    // There the new version is started with them.
    expect(why('linux', '--data=/a', '--port=9000')).toBe(null);
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
