import { Text, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { client } from '#renderer/app/client.ts';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { DeleteNamedDialog } from '#renderer/ui/DeleteNamedDialog.tsx';
import type { ConnectionPlace } from '#shared/contract/connections.ts';
import { ConnectionDialog } from './ConnectionDialog.tsx';
import { connectionTitle } from './connection-kinds.ts';
import styles from './Environment.module.css';
import { NamedTable } from './NamedTable.tsx';

export function ConnectionsSection({ connections }: { readonly connections: readonly ConnectionPlace[] }) {
  const [asked, setAsked] = useState<ConnectionPlace | 'new' | null>(null);
  const [deleting, setDeleting] = useState<string | null>(null);
  const byRole = useReasonAgainst('designer');
  return (
    <section aria-labelledby="connections" className={styles.section}>
      <div className={styles.head}>
        <Title order={2} id="connections">
          Connections
        </Title>
        <ReasonedButton
          reason={byRole}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAsked('new')}
        >
          New connection
        </ReasonedButton>
      </div>
      {connections.length === 0 ? (
        <Text c="dimmed">
          None yet. A connection is a database, a mail server or another system that steps go over by its
          name, with the secrets that it needs.
        </Text>
      ) : (
        <NamedTable
          title="Connections"
          head="Kind"
          rows={connections}
          show={({ kind, isReadable }) => (
            <>
              {connectionTitle(kind)}
              {!isReadable && <Text c="red">secrets lost: enter them again</Text>}
            </>
          )}
          change={() => 'Change or test'}
          onChange={setAsked}
          onDelete={setDeleting}
        />
      )}
      <ConnectionDialog
        asked={asked}
        taken={connections.map(({ name }) => name)}
        onClose={() => setAsked(null)}
      />
      <DeleteNamedDialog
        name={deleting}
        text="Steps can no longer go over it. Where integrations name it, it stays."
        remove={client.connections.remove}
        changed={orpc.connections.key()}
        onClose={() => setDeleting(null)}
      />
    </section>
  );
}
