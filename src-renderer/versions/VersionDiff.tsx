import type { Integration } from '#shared/model/integration.ts';
import { TextDifference } from '#renderer/ui/TextDifference.tsx';
import { readable } from './readable.ts';

/** What is different in the later of two versions. Loaded when it is asked for, since reading a version takes YAML. */
export const VersionDiff = ({ from, to }: { readonly from: Integration; readonly to: Integration }) => (
  <TextDifference
    first={readable(from)}
    second={readable(to)}
    firstLabel={`Version ${from.version}`}
    secondLabel={`Version ${to.version}, with what was different in version ${from.version}`}
    areBeside={false}
  />
);
