import { Button, Group, Input, Menu, Paper, Radio, Text } from '@mantine/core';
import { ChevronDown, Plus } from 'lucide-react';
import { useController, useFieldArray, useFormContext, useFormState } from 'react-hook-form';
import { kindTitles } from '#renderer/ui/authentication-words.ts';
import { messageAt } from '#renderer/ui/message-at.ts';
import { ToChange } from '#renderer/ui/OnlyRead.tsx';
import { singleKinds, type SingleKind } from './single-kinds.ts';
import type { PanelProps } from './panel-props.ts';
import { singleBeginnings, singlePanels } from './single-panels.tsx';

/** Several kinds of authentication, of which any or all are needed. */
export function CombinedPanel({ path, kept, kind }: PanelProps & { readonly kind: 'any' | 'all' }) {
  // The form's own type does not reach into a list whose name is not known before.
  const { control, getValues } = useFormContext<Record<string, { kind: SingleKind }[]>>();
  const { field } = useController({ control, name: path });
  const list = `${path}.${kind}`;
  const members = useFieldArray({ control, name: list, keyName: 'rowId' });
  const { errors } = useFormState({ control, name: path });
  const choose = (chosen: string) => {
    if (chosen === 'any' || chosen === 'all') {
      field.onChange({ kind: chosen, [chosen]: getValues(list) });
    }
  };
  return (
    <>
      <Radio.Group size="xs" label="A caller is let in by" value={kind} onChange={choose}>
        <Group gap="md" mt={6}>
          <Radio value="any" label="Any of these" />
          <Radio value="all" label="All of these" />
        </Group>
      </Radio.Group>
      {members.fields.map(({ rowId, kind: memberKind }, at) => {
        const Panel = singlePanels[memberKind];
        const title = kindTitles[memberKind];
        return (
          <Paper key={rowId} component="section" withBorder p="sm" aria-label={title}>
            <Group justify="space-between" mb="xs">
              <Text fw={600}>{title}</Text>
              <ToChange>
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`Remove: ${title}`}
                  onClick={() => members.remove(at)}
                >
                  Remove
                </Button>
              </ToChange>
            </Group>
            <Panel path={`${list}.${at}`} kept={kept} />
            <Input.Error size="xs">{messageAt(errors, `${list}.${at}`)}</Input.Error>
          </Paper>
        );
      })}
      <Input.Error size="xs">{messageAt(errors, `${list}.root`) ?? messageAt(errors, list)}</Input.Error>
      <Group>
        <ToChange>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                ref={field.ref}
                variant="default"
                leftSection={<Plus size={14} aria-hidden />}
                rightSection={<ChevronDown size={14} aria-hidden />}
              >
                Add kind
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {singleKinds.map((single) => (
                <Menu.Item key={single} onClick={() => members.append(singleBeginnings[single])}>
                  {kindTitles[single]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </ToChange>
      </Group>
    </>
  );
}
