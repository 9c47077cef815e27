import { ActionIcon, Button, Group, Input, Table, Text } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray } from 'react-hook-form';
import { ParameterType } from '#shared/model/parameter.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { CheckField, SelectField, TextField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { ToChange } from '#renderer/ui/OnlyRead.tsx';
import styles from './ParametersSection.module.css';

const types = ParameterType.options.map((type) => ({ value: type, label: type }));

export function ParametersSection({ form }: { form: DraftForm }) {
  const { control } = form;
  const parameters = useFieldArray({ control, name: 'trigger.queryParameters' });
  return (
    <Section title="Query parameters">
      <Group justify="space-between" gap="xs">
        <Text c="dimmed" size="xs" style={{ flex: '1 1 20rem' }}>
          They reach the data processing as <code>query.name</code>, which hands them on to the workflow;
          undeclared ones do so as text.
        </Text>
        <ToChange>
          <Button
            variant="default"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() =>
              parameters.append(
                { name: '', type: 'text', required: false, several: false },
                { focusName: `trigger.queryParameters.${parameters.fields.length}.name` },
              )
            }
          >
            Add query parameter
          </Button>
        </ToChange>
      </Group>
      {parameters.fields.length > 0 && (
        <div className={styles.room}>
          <Table verticalSpacing={3} className={styles.list}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Parameter name</Table.Th>
                <Table.Th>Default value</Table.Th>
                <Table.Th w={110}>Type</Table.Th>
                <Table.Th w={80}>Required</Table.Th>
                <Table.Th w={70}>Several</Table.Th>
                <Table.Th>Description</Table.Th>
                <Table.Th w={40}>
                  <span className="visually-hidden">Delete</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {parameters.fields.map((row, at) => (
                <Table.Tr key={row.id} style={{ verticalAlign: 'top' }}>
                  <Table.Td data-label="Parameter name">
                    <TextField
                      control={control}
                      name={`trigger.queryParameters.${at}.name`}
                      label="Parameter name"
                      hideLabel
                      emptyIsValue
                    />
                  </Table.Td>
                  <Table.Td data-label="Default value">
                    <TextField
                      control={control}
                      name={`trigger.queryParameters.${at}.default`}
                      label="Default value"
                      hideLabel
                    />
                  </Table.Td>
                  <Table.Td data-label="Type">
                    <SelectField
                      control={control}
                      name={`trigger.queryParameters.${at}.type`}
                      label="Type"
                      hideLabel
                      choices={types}
                    />
                  </Table.Td>
                  <Table.Td pt={10} data-label="Required">
                    <CheckField
                      control={control}
                      name={`trigger.queryParameters.${at}.required`}
                      label="Required"
                      hideLabel
                    />
                  </Table.Td>
                  <Table.Td pt={10} data-label="Several">
                    <CheckField
                      control={control}
                      name={`trigger.queryParameters.${at}.several`}
                      label="Several values"
                      hideLabel
                    />
                  </Table.Td>
                  <Table.Td data-label="Description">
                    <TextField
                      control={control}
                      name={`trigger.queryParameters.${at}.description`}
                      label="Description"
                      hideLabel
                    />
                  </Table.Td>
                  <Table.Td>
                    <ToChange>
                      <ActionIcon aria-label="Delete query parameter" onClick={() => parameters.remove(at)}>
                        <Trash2 size={15} aria-hidden />
                      </ActionIcon>
                    </ToChange>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Input.Error size="xs">{form.formState.errors.trigger?.queryParameters?.root?.message}</Input.Error>
    </Section>
  );
}
