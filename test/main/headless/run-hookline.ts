// The command line in a process of its own, from its sources: `node run-hookline.ts <arguments>`.
import { main } from '#main/headless/main.ts';

process.exit(await main(process.argv.slice(2)));
