import type { UpdateState } from '#shared/model/desktop.ts';

export function updateWords({ kind, version, found, failure }: UpdateState): string {
  const words: Readonly<Record<UpdateState['kind'], string>> = {
    off: `This is version ${version}.`,
    unknown: `This is version ${version}.`,
    looking: `This is version ${version}. Looking for a newer one.`,
    current: `This is version ${version}, and there is no newer one.`,
    fetching: `Version ${found} is being fetched.`,
    ready: `Version ${found} is ready. Restart to install it.`,
    byHand: `Version ${found} is there. ${failure ?? ''}`,
    older: `The address has version ${found}, which is older than this one (${version}). It is not installed.`,
    failed: `This is version ${version}. ${failure ?? ''}`,
  };
  return words[kind];
}
