import type { KeptSecrets } from './secret-rows.ts';

/** What the panel of a kind of authentication is given. */
export interface PanelProps {
  /** Of the authentication in the form. */
  readonly path: string;
  /** The secrets of the saved version, by id. */
  readonly kept: KeptSecrets;
}
