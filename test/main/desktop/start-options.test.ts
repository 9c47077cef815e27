import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStartOptions } from '#main/desktop/start-options.ts';

const data = (argv: string[], environment = {}) => readStartOptions(argv, environment, '/appdata').dataFolder;

describe('the command line of the desktop app', () => {
  it('names the data folder, before the environment and the system', () => {
    expect(data(['.', '--no-sandbox', '--data=/a'], { HOOKLINE_DATA: '/b' })).toBe(resolve('/a'));
    expect(data(['.', '--data', '/a'])).toBe(resolve('/a'));
    expect(data(['.'], { HOOKLINE_DATA: '/b' })).toBe(resolve('/b'));
    expect(data(['.'], { HOOKLINE_DATA: '' })).toBe(resolve('/appdata/Hookline'));
  });

  it('sets where webhooks are received for this life, and ignores what is no port', () => {
    const http = (...argv: string[]) => readStartOptions(argv, {}, '/appdata').http;
    expect(http('--port=0', '--host=0.0.0.0')).toEqual({ host: '0.0.0.0', port: 0 });
    expect(http('--port=x', '--unknown', '--inspect=0')).toEqual({ host: undefined, port: undefined });
  });
});
