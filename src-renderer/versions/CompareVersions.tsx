import { Loader, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IntegrationVersion } from '#shared/model/integration.ts';
import { orpc } from '#renderer/app/queries.ts';
import { firstOptions } from '#renderer/ui/first-options.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { lazily } from '#renderer/ui/lazily.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';

const VersionDiff = lazily(async () => (await import('./VersionDiff.tsx')).VersionDiff);

interface CompareVersionsProps {
  readonly id: string;
  readonly version: number;
  readonly versions: readonly IntegrationVersion[];
}

/** What a version changed, against the one before it or any other. */
export function CompareVersions({ id, version, versions }: CompareVersionsProps) {
  const others = versions.filter((one) => one.version !== version);
  const before = others.find((one) => one.version < version) ?? others[0];
  const [other, setOther] = useState(before?.version ?? version);
  const [from, to] = other < version ? [other, version] : [version, other];
  const older = useQuery(orpc.integrations.version.queryOptions({ input: { id, version: from } }));
  const newer = useQuery(orpc.integrations.version.queryOptions({ input: { id, version: to } }));
  const error = older.error ?? newer.error;
  return (
    <>
      <Select
        label={`Version ${version} and`}
        data={others.map((one) => ({ value: String(one.version), label: labelOf(one) }))}
        searchable={others.length > 8}
        filter={firstOptions}
        value={String(other)}
        onChange={(chosen) => chosen !== null && setOther(Number(chosen))}
        maw={420}
        mb="xs"
      />
      <Text c="dimmed" size="xs" mb="xs">
        Green stands in version {to}, red stood in version {from}. Keys have neither values nor ids here.
      </Text>
      {error !== null && <ProblemNote error={error} />}
      {older.data && newer.data ? (
        <VersionDiff from={older.data} to={newer.data} />
      ) : (
        error === null && <Loader size="sm" aria-label="Loading" />
      )}
    </>
  );
}

const labelOf = ({ version, savedAt, savedBy }: IntegrationVersion): string =>
  `Version ${version}, ${formatDateTime(savedAt)}${savedBy === null ? '' : `, ${savedBy}`}`;
