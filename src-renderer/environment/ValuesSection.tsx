import { Text, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { client } from '#renderer/app/client.ts';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { DeleteNamedDialog } from '#renderer/ui/DeleteNamedDialog.tsx';
import type { EnvironmentPlace } from '#shared/contract/environment.ts';
import styles from './Environment.module.css';
import { NamedTable } from './NamedTable.tsx';
import { type Asked, ValueDialog } from './ValueDialog.tsx';

export function ValuesSection({ values }: { readonly values: readonly EnvironmentPlace[] }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [deleting, setDeleting] = useState<string | null>(null);
  const byRole = useReasonAgainst('designer');
  return (
    <section aria-labelledby="values" className={styles.section}>
      <div className={styles.head}>
        <Title order={2} id="values">
          Values and secrets
        </Title>
        <ReasonedButton
          reason={byRole}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAsked({ name: null, isSecret: false })}
        >
          New value
        </ReasonedButton>
      </div>
      {values.length === 0 ? (
        <Text c="dimmed">
          None yet. A value is what differs from one installation to the next, such as an address; expressions
          and code see it as env.NAME. A secret is one that nobody is shown again.
        </Text>
      ) : (
        <NamedTable
          title="Values and secrets"
          head="Value"
          rows={values}
          show={(of) => <ValueText of={of} />}
          change={({ isSecret }) => (isSecret ? 'Replace' : 'Change')}
          onChange={({ name, isSecret, value }) => setAsked({ name, isSecret, value: value ?? '' })}
          onDelete={setDeleting}
        />
      )}
      <ValueDialog asked={asked} taken={values.map(({ name }) => name)} onClose={() => setAsked(null)} />
      <DeleteNamedDialog
        name={deleting}
        text="Calls that need it fail from then on. Where integrations name it, it stays."
        remove={client.environment.remove}
        changed={orpc.environment.key()}
        onClose={() => setDeleting(null)}
      />
    </section>
  );
}

function ValueText({ of: { isSecret, isReadable, value } }: { readonly of: EnvironmentPlace }) {
  if (!isReadable)
    return <Text c="red">cannot be read without its data key; where that was given up, enter it again</Text>;
  if (isSecret) return <span className="quiet">secret</span>;
  return value === null ? <span className="quiet">hidden from your role</span> : <code>{value}</code>;
}
