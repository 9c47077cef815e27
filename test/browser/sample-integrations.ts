const common = { authentication: { kind: 'none' }, methods: ['GET', 'POST'] };
const openKeys = { kind: 'apiKeys', keys: [{ label: 'ERP', key: 'hk_test_0123456789' }] };

/** One that answers at once, one that is slow and in order, one with a key, one that fails. */
export const sampleIntegrations = [
  { name: 'Quick', code: 'quick', trigger: { ...common, requestResponse: true }, workflow: [] },
  {
    name: 'Slow',
    code: 'slow1',
    trigger: { ...common, orderedDelivery: true },
    workflow: [{ name: 'rest', kind: 'delay', seconds: 4 }],
  },
  { name: 'Guarded', code: 'guard', trigger: { ...common, authentication: openKeys }, workflow: [] },
  {
    name: 'Broken',
    code: 'broke',
    trigger: common,
    workflow: [{ name: 'check', kind: 'javascript', code: 'throw new Error("The stock is empty.")' }],
  },
];

/** The same, but the slow one rests until whoever is at the address has answered. */
export const slowUntil = (url: string) =>
  sampleIntegrations.map((one) =>
    one.name === 'Slow'
      ? { ...one, workflow: [{ name: 'rest', kind: 'httpRequest', url, firstByteTimeoutSeconds: 3_600 }] }
      : one,
  );

export const sampleKey = 'hk_test_0123456789';
