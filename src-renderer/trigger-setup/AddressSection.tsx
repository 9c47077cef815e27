import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { Name } from '#shared/model/address.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { orpc } from '#renderer/app/queries.ts';
import { useAuthorityFile } from '#renderer/app/use-authority-file.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { endpointAddress, exampleAddress } from '#shared/example-address.ts';
import { curlSample } from '#shared/samples/curl.ts';
import { sampleOf } from '#shared/samples/sample-of.ts';
import { firstWayIn } from '#shared/samples/ways-in.ts';
import styles from './AddressSection.module.css';

export function AddressSection({ form }: { form: DraftForm }) {
  const draft = useWatch({ control: form.control, compute: (values) => values });
  const bases = useQuery(orpc.host.status.queryOptions()).data;
  const isNamed = Name.safeParse(draft.name).success;
  const at = { code: draft.code, name: draft.name };
  const isHttpsOnly = draft.trigger.httpsOnly === true;
  const addressAt = (base: string | null) => (base === null ? null : endpointAddress(base, at));
  const https = addressAt(bases?.httpsBaseUrl ?? null);
  const http = isHttpsOnly ? null : addressAt(bases?.httpBaseUrl ?? null);
  const best = https ?? http;
  const whyNone = draft.name === '' ? 'Give it a name first.' : 'This name makes no address.';
  const authorityFile = useAuthorityFile(best);
  const { proof } = firstWayIn(draft.trigger.authentication);
  const curl = best === null ? undefined : curlSample(sampleOf(best, draft, { proof, authorityFile }), ' ');
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
      {bases !== undefined && (
        <dl className={styles.addresses}>
          <dt>https</dt>
          {https === null ? (
            <NoAddress text="HTTPS is off. It is switched on in Settings." />
          ) : (
            <Address
              address={isNamed ? https : null}
              name="Copy the https address"
              curl={curl}
              whyNone={whyNone}
            />
          )}
          <dt>http</dt>
          {http === null ? (
            <NoAddress text={isHttpsOnly ? 'This trigger takes HTTPS only.' : 'HTTP is off.'} />
          ) : (
            <Address
              address={isNamed ? http : null}
              name="Copy the http address"
              curl={https === null ? curl : undefined}
              whyNone={whyNone}
            />
          )}
          {best !== null && isNamed && (
            <>
              <dt>example</dt>
              <dd className="mono quiet">{exampleAddress(best, draft.trigger.queryParameters ?? [])}</dd>
            </>
          )}
        </dl>
      )}
    </Section>
  );
}

interface AddressProps {
  /** Null while the name makes none. */
  readonly address: string | null;
  readonly name: string;
  readonly curl: string | undefined;
  readonly whyNone: string;
}

function Address({ address, name, curl, whyNone }: AddressProps) {
  if (address === null) return <NoAddress text={whyNone} />;
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

const NoAddress = ({ text }: { readonly text: string }) => (
  <dd>
    <Text span c="dimmed">
      {text}
    </Text>
  </dd>
);
