// The C compiler that the shims of the crash tests are built with: one that is there, else one that is brought.
import { spawnSync } from 'node:child_process';
import { aptInstall } from './apt-install.js';

/** The headers count too: a compiler without them builds nothing. */
const compiles = () =>
  spawnSync('gcc', ['-fsyntax-only', '-x', 'c', '-'], { input: '#include <stdlib.h>\n' }).status === 0;

export async function bringCompiler() {
  // The shims stand before Linux's C library; nowhere else are they built.
  if (process.platform !== 'linux' || compiles()) return;
  await aptInstall(['gcc', 'libc6-dev']);
  if (!compiles())
    console.error('No gcc with the headers of the C library is to be had: install gcc and libc6-dev.');
}
