// Where SEED is set, the properties of a test file begin with it, as the failure of one of them says.
import fc from 'fast-check';
import { seedOf } from './random.ts';

fc.configureGlobal({ seed: seedOf() });
