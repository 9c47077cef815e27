import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { Link } from 'wouter';
import type { DraftForm } from '#renderer/app/draft.ts';
import { orpc } from '#renderer/app/queries.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { curlLine, endpointAddress, exampleAddress, firstKeyLabel } from './example-address.ts';
import styles from './AddressSection.module.css';

export function AddressSection({ form }: { form: DraftForm }) {
  const draft = useWatch({ control: form.control, compute: (values) => values });
  const bases = useQuery(orpc.host.status.queryOptions()).data;
  const at = { code: draft.code, name: draft.name };
  const http = bases && endpointAddress(bases.httpBaseUrl, at);
  const https = bases?.httpsBaseUrl ? endpointAddress(bases.httpsBaseUrl, at) : null;
  const best = https ?? http;
  const curl = best && curlLine(best, draft, firstKeyLabel(draft));
  return (
    <Section title="Address">
      <TextField
        control={form.control}
        name="name"
        label="Name"
        emptyIsValue
        aria-required
        placeholder="CreateCustomerRecord"
        maw={360}
      />
      <dl className={styles.addresses}>
        <dt>https</dt>
        {https === null ? (
          <dd>
            <Text span c="dimmed">
              HTTPS is off.
            </Text>
            <Anchor component={Link} to="/settings" size="sm">
              Settings
            </Anchor>
          </dd>
        ) : (
          <Address address={https} name="Copy the https address" curl={curl} />
        )}
        <dt>http</dt>
        {http !== undefined && (
          <Address address={http} name="Copy the http address" curl={https === null ? curl : undefined} />
        )}
        {best !== undefined && (
          <>
            <dt>example</dt>
            <dd className="mono quiet">{exampleAddress(best, draft.trigger.queryParameters ?? [])}</dd>
          </>
        )}
      </dl>
    </Section>
  );
}

function Address({ address, name, curl }: { address: string; name: string; curl: string | undefined }) {
  return (
    <dd>
      <span className="mono">{address}</span>
      <Group gap={6} wrap="nowrap">
        <CopyButton text={address} name={name} />
        {curl !== undefined && <CopyButton text={curl} label="Copy as curl" />}
      </Group>
    </dd>
  );
}
