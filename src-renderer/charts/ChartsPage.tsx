// How calls went over minutes, hours and weeks: drawn from what the store has counted, without a look at the calls.
import { Group, SegmentedControl, Select, useComputedColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocation, useSearch } from 'wouter';
import { orpc } from '#renderer/app/queries.ts';
import { firstOptions } from '#renderer/ui/first-options.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { NoSuchIntegration } from '#renderer/ui/NoSuchIntegration.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { chartSpans } from '#shared/model/chart-terms.ts';
import { ChartSpan } from '#shared/model/series.ts';
import { Chart } from './Chart.tsx';
import { chartsOf } from './chart-lines.ts';
import styles from './Charts.module.css';

const spanWords: Readonly<Record<ChartSpan, string>> = {
  '15m': '15 min',
  '1h': '1 h',
  '6h': '6 h',
  '24h': '24 h',
  '7d': '7 days',
  '30d': '30 days',
};

/** Often where a step is short. */
const refreshMs = (span: ChartSpan): number => Math.min(30_000, Math.max(3_000, chartSpans[span].seconds));

export function ChartsPage() {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const asked = new URLSearchParams(search);
  const span = ChartSpan.safeParse(asked.get('span')).data ?? '1h';
  const [address, keyLabel] = [asked.get('integration'), asked.get('key')];
  const scheme = useComputedColorScheme('light');

  const integrations = useQuery(orpc.integrations.summaries.queryOptions()).data;
  const labels = useQuery(orpc.integrations.keyLabels.queryOptions()).data ?? [];
  const addresses = integrations?.map(({ code, name }) => `${code}/${name}`);
  const integration = integrations?.find(({ code, name }) => `${code}/${name}` === address);
  const isMissing = address !== null && addresses !== undefined && integration === undefined;
  const { data, error } = useQuery({
    ...orpc.series.get.queryOptions({
      input: {
        span,
        ...(integration && { integrationId: integration.id }),
        ...(keyLabel !== null && { keyLabel }),
      },
    }),
    enabled: address === null || integration !== undefined,
    refetchInterval: refreshMs(span),
    placeholderData: keepPreviousData,
  });

  const placeWith = (name: 'span' | 'integration' | 'key', value: string | null): string => {
    const next = new URLSearchParams(search);
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
    return next.size === 0 ? path : `${path}?${next}`;
  };
  const show = (...chosen: Parameters<typeof placeWith>) => navigate(placeWith(...chosen), { replace: true });
  const openLog = (first: number, last: number) => {
    if (data === undefined) return;
    const query = new URLSearchParams({
      since: new Date(data.starts[first]! * 1_000).toISOString(),
      until: new Date((data.starts[last]! + data.stepSeconds) * 1_000 - 1).toISOString(),
      ...(address !== null && { integration: address }),
      ...(keyLabel !== null && { key: keyLabel }),
    });
    navigate(`/calls?${query}`);
  };

  return (
    <>
      <PageHead title="Charts">
        <Select
          aria-label="Integration"
          w={180}
          searchable
          filter={firstOptions}
          data={[
            { value: '', label: 'All integrations' },
            ...(integrations ?? []).map(({ code, name }) => ({ value: `${code}/${name}`, label: name })),
            ...(isMissing ? [{ value: address, label: address }] : []),
          ]}
          value={address ?? ''}
          onChange={(value) => show('integration', value)}
        />
        <Select
          aria-label="Key"
          w={140}
          searchable
          filter={firstOptions}
          data={[
            { value: '', label: 'All keys' },
            ...(keyLabel === null || labels.includes(keyLabel) ? labels : [...labels, keyLabel]).map(
              (label) => ({
                value: label,
                label,
              }),
            ),
          ]}
          value={keyLabel ?? ''}
          onChange={(value) => show('key', value)}
        />
      </PageHead>
      <Group mb="sm">
        <SegmentedControl
          aria-label="How far back"
          data={ChartSpan.options.map((value) => ({ value, label: spanWords[value] }))}
          value={span}
          onChange={(value) => show('span', value)}
        />
      </Group>
      {error !== null && <ProblemNote error={error} />}
      {isMissing && (
        <EmptyState
          title="No charts"
          text={
            <NoSuchIntegration
              meant={address}
              names={addresses}
              hrefOf={(name) => placeWith('integration', name)}
            />
          }
        />
      )}
      {data !== undefined && !isMissing && (
        <div className={styles.charts}>
          {chartsOf(data).map((chart) => (
            <Chart
              key={chart.title}
              chart={chart}
              starts={data.starts}
              stepSeconds={data.stepSeconds}
              scheme={scheme}
              onChoose={openLog}
            />
          ))}
        </div>
      )}
    </>
  );
}
