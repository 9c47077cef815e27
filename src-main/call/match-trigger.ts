import { editDistance } from '#shared/edit-distance.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import type { LiveIntegration, Registry } from './registry.ts';

/** Problems: `endpoint_not_found`, whose reason names the nearest endpoint. */
export function matchTrigger(path: string, registry: Registry): Result<LiveIntegration> {
  const live = registry.at(path);
  if (live !== undefined) return ok(live);
  const nearest = nearestPath(path, registry);
  return refuse(
    problem('endpoint_not_found', {
      reason:
        nearest === null
          ? 'There is no such endpoint.'
          : `There is no such endpoint; the nearest is ${nearest}.`,
    }),
  );
}

/** Far enough for a typing error or a wrong case, near enough not to guess. */
const maxDistance = 4;
/** Whoever calls unknown addresses all day must not keep anybody else waiting: comparing costs as much as accepting. */
const maxCompared = 4;

/** Of those that share the code or the name: people mistype one of them. */
function nearestPath(path: string, registry: Registry): string | null {
  const wanted = path.toLowerCase().slice(0, 120);
  const [, code = '', name = ''] = wanted.split('/');
  let nearest: string | null = null;
  let least = maxDistance + 1;
  let compared = 0;
  for (const live of registry.all()) {
    const { integration } = live;
    if (integration.code !== code && integration.name.toLowerCase() !== name) continue;
    const distance = editDistance(wanted, live.path.toLowerCase(), least);
    if (distance < least) [nearest, least] = [live.path, distance];
    if (++compared === maxCompared) break;
  }
  return nearest;
}
