import { localClient } from '#main/capability/local-client.ts';
import { compose } from '#main/compose.ts';
import { testHost } from '#test/support/host.ts';
import { draftOf, type LanePlan } from './workload.ts';

/** Makes the lanes, as commands do on a stopped installation; gives the path of each. */
export async function installLanes(
  folder: string,
  lanes: Readonly<Record<string, LanePlan>>,
  sinkUrl: string,
): Promise<ReadonlyMap<string, string>> {
  const composed = await compose(testHost(folder), { serve: false });
  if (!composed.ok) throw new Error(composed.problem.detail);
  const client = localClient(composed.value.router);
  const paths = new Map<string, string>();
  for (const [name, plan] of Object.entries(lanes)) {
    const { integration } = await client.integrations.create({ draft: draftOf(name, plan, sinkUrl) });
    paths.set(name, `/${integration.code}/${name}`);
  }
  await composed.value.close();
  return paths;
}
