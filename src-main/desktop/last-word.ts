// What is said while no call is received: before the runtime begins, or when it has ended. It stands in the way of everything.
import { app, dialog } from 'electron';
import { failed } from './exit-status.ts';

/** On Linux nobody would see it before the app is ready. */
export async function sayLast(title: string, why: unknown): Promise<void> {
  await app.whenReady();
  dialog.showErrorBox(title, why instanceof Error ? why.message : String(why));
}

export async function endWith(why: unknown): Promise<void> {
  await sayLast('Hookline cannot go on', why);
  app.exit(failed);
}

/** Whether it is agreed to. */
export function agreeFirst(asked: {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
  readonly no: string;
}): boolean {
  const { message, detail, yes, no } = asked;
  const buttons = [yes, no];
  return (
    dialog.showMessageBoxSync({ type: 'warning', message, detail, buttons, defaultId: 0, cancelId: 1 }) === 0
  );
}
