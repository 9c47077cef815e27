// Keeps five calls in a folder and ends its process without a word to the store: `node end-itself.ts <folder>`.
import { newCall, openStore } from './store.ts';

const store = await openStore(process.argv[2]!);
for (let call = 0; call < 5; call++) await store.calls.accept(newCall());
process.exit(7);
