import type { Encoded } from './wire.ts';

/** From main to the isolated world of a page. */
export type ToPage =
  | {
      readonly kind: 'ipc';
      readonly channel: string;
      readonly message: Encoded;
      readonly ports: readonly string[];
    }
  | { readonly kind: 'message'; readonly port: string; readonly data: Encoded }
  | { readonly kind: 'close'; readonly port: string };

/** From there to main. */
export type FromPage =
  | { readonly kind: 'message'; readonly port: string; readonly data: Encoded }
  | { readonly kind: 'close'; readonly port: string }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'refused'; readonly what: string };
