// The other end of a child: Node.js, or Electron, which is spoken to by a port.

/** As Electron's utility processes have it. */
interface ParentPort {
  on(event: 'message', take: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

const { parentPort } = process as { readonly parentPort?: ParentPort };

export const toParent = (message: object): void =>
  parentPort === undefined ? void process.send?.(message) : parentPort.postMessage(message);

export function fromParent(take: (message: unknown) => void): void {
  if (parentPort === undefined) process.on('message', take);
  else parentPort.on('message', ({ data }) => take(data));
}

// Electron ends it by itself when nobody listens any more.
process.on('disconnect', () => process.exit());
