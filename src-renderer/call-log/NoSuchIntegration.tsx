import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { orpc } from '#renderer/app/queries.ts';
import { nearestName } from '#shared/edit-distance.ts';
import { type LogFilter, writeFilter } from './filter.ts';

/** Said where nothing fits since no integration has the name that an address or a saved filter asks for. */
export function NoSuchIntegration({ filter }: { readonly filter: LogFilter }) {
  const [path] = useLocation();
  const integrations = useQuery(orpc.integrations.list.queryOptions()).data;
  const meant = filter.integration;
  if (meant === null || integrations === undefined) return null;
  const names = integrations.map(({ code, name }) => (meant.includes('/') ? `${code}/${name}` : name));
  if (names.includes(meant)) return null;
  const nearest = nearestName(meant, names);
  return (
    <>
      {' '}
      There is no integration {meant}.
      {nearest !== null && (
        <>
          {' '}
          Did you mean{' '}
          <Anchor
            component={Link}
            href={`${path}?${writeFilter({ ...filter, integration: nearest })}`}
            size="sm"
            underline="always"
          >
            {nearest}
          </Anchor>
          ?
        </>
      )}
    </>
  );
}
