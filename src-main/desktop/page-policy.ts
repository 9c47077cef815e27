// What a page of ours may do, as headers; the same for every load but for the nonce.

/** Added while developing: where the development server speaks, and its one inline script. */
export interface PolicyExtras {
  readonly scriptSources?: string;
  readonly connectSources?: string;
}

export function contentSecurityPolicy(nonce: string, extras: PolicyExtras = {}): string {
  return [
    "default-src 'none'",
    ['script-src', "'self'", extras.scriptSources],
    ['style-src', "'self'", `'nonce-${nonce}'`],
    ['img-src', "'self'", 'data:'],
    ['font-src', "'self'"],
    ['connect-src', "'self'", extras.connectSources],
    "worker-src 'self'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    // Text becomes HTML by one policy of the page, or not at all.
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ]
    .map((directive) => (Array.isArray(directive) ? directive.filter(Boolean).join(' ') : directive))
    .join('; ');
}

const unused = [
  'camera',
  'microphone',
  'geolocation',
  'usb',
  'serial',
  'hid',
  'midi',
  'payment',
  'display-capture',
];

export const fixedHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': unused.map((feature) => `${feature}=()`).join(', '),
  'cache-control': 'no-store',
};
