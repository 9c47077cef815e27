import { Button, Group, Paper, Text, TextInput, Title } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';

/** A backup that lies elsewhere on the machine of the service. */
export function OtherBackup({ onChosen }: { readonly onChosen: (file: string) => void }) {
  const [file, setFile] = useState('');
  const [isMissing, setMissing] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(file.trim() === '');
    if (file.trim() !== '') onChosen(file.trim());
  };
  return (
    <Paper component="section" withBorder p="md" aria-label="Restore another backup">
      <Title order={2}>Restore another backup</Title>
      <Text mt={4}>One that was made by hand, or brought from elsewhere.</Text>
      <form onSubmit={submit} noValidate>
        <Group mt="sm" align="flex-end" gap="xs">
          <TextInput
            flex={1}
            miw={220}
            label="Path of the backup on the machine of the service"
            value={file}
            error={isMissing ? 'Name the file.' : undefined}
            onChange={({ currentTarget }) => {
              setFile(currentTarget.value);
              setMissing(false);
            }}
          />
          <Button type="submit" variant="default">
            Restore this backup…
          </Button>
        </Group>
      </form>
    </Paper>
  );
}
