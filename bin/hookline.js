#!/usr/bin/env node
// The launcher of the command line: a Node that is new enough, a build that is there, then the program. It reads
// no argument of its own.
import { endWithNpm } from '../scripts/end-with-npm.js';
import { endWith, headless } from '../scripts/headless.js';
import { onNode } from '../scripts/on-node.js';

endWithNpm();
endWith(await onNode(() => headless(process.argv.slice(2))));
