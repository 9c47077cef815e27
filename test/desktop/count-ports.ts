import type { ElectronApplication } from '@playwright/test';

/** Counts the ports that main starts from now on, and those of them that have ended. */
export const countPorts = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ MessageChannelMain }) => {
    const ports = { opened: 0, closed: 0 };
    Object.assign(globalThis, { ports });
    const kind = Object.getPrototypeOf(new MessageChannelMain().port1) as Electron.MessagePortMain;
    const { start } = kind;
    kind.start = function (this: Electron.MessagePortMain) {
      ports.opened++;
      this.once('close', () => ports.closed++);
      start.call(this);
    };
  });

export const portsOf = (app: ElectronApplication): Promise<unknown> =>
  app.evaluate(() => (globalThis as { ports?: unknown }).ports);
