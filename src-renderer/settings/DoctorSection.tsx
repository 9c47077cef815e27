// What the doctor finds, looked at when somebody asks: it calls the public address, which takes a moment.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { formatNumberOf } from '#renderer/ui/format.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import type { Check } from '#shared/model/check.ts';

const tones: Readonly<Record<Check['state'], Tone>> = { ok: 'good', warning: 'waiting', failed: 'bad' };
/** What needs somebody first. */
const order: readonly Check['state'][] = ['failed', 'warning', 'ok'];

export function DoctorSection() {
  const [isAsked, ask] = useState(false);
  const examined = useQuery(orpc.doctor.examine.queryOptions({ enabled: isAsked, staleTime: Infinity }));
  const checks = [...(examined.data ?? [])].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const wrong = checks.filter(({ state }) => state !== 'ok').length;
  return (
    <Section title="Doctor">
      <Text size="xs" c="dimmed" maw={640}>
        Looks at listeners, certificates, clock, disk, data, backups and the data key, and calls the public
        address as callers do. The same as <span className="mono">hookline doctor</span>.
      </Text>
      <Group gap="sm">
        <Button
          variant="default"
          loading={examined.isFetching}
          onClick={() => (isAsked ? void examined.refetch() : ask(true))}
        >
          {isAsked ? 'Look again' : 'Look now'}
        </Button>
        <Text size="xs" role="status">
          {examined.isFetching || !examined.data
            ? ''
            : wrong === 0
              ? 'All is well.'
              : formatNumberOf(wrong, 'finding')}
        </Text>
      </Group>
      {examined.error && <ProblemNote error={examined.error} />}
      <Stack component="ul" gap={6} m={0} p={0} maw={760} style={{ listStyle: 'none' }} aria-label="Findings">
        {checks.map(({ id, state, text, remedy }) => (
          <li key={id}>
            <Group gap="sm" wrap="nowrap" align="flex-start">
              <StateBadge tone={tones[state]} text={state} />
              <div style={{ overflowWrap: 'anywhere' }}>
                {text}
                {remedy !== null && (
                  <Text size="xs" c="dimmed">
                    {remedy}
                  </Text>
                )}
              </div>
            </Group>
          </li>
        ))}
      </Stack>
    </Section>
  );
}
