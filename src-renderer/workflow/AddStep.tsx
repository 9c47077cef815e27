import { Button, Combobox, Text, useCombobox } from '@mantine/core';
import { ChevronDown, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { stepKinds, type StepKindInfo } from './step-kinds.ts';
import styles from './AddStep.module.css';

/** The kinds of step, each with what it does, found by typing. */
export function AddStep({
  label = 'Add step',
  onAdd,
}: {
  label?: string;
  onAdd: (kind: StepKindInfo) => void;
}) {
  const [sought, setSought] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSought('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const { dropdownOpened, selectFirstOption } = combobox;
  // Once those that fit are drawn; Enter takes the first of them.
  useEffect(() => {
    if (dropdownOpened) selectFirstOption();
  }, [sought, dropdownOpened, selectFirstOption]);
  const found = stepKinds.filter(({ title, kind, description }) =>
    `${title} ${kind} ${description}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      width={360}
      shadow="md"
      onOptionSubmit={(kind) => {
        combobox.closeDropdown();
        const chosen = stepKinds.find((known) => known.kind === kind);
        if (chosen) onAdd(chosen);
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Button
          variant="default"
          aria-haspopup="dialog"
          aria-expanded={combobox.dropdownOpened}
          leftSection={<Plus size={14} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          onClick={() => combobox.toggleDropdown()}
        >
          {label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <div role="dialog" aria-label={label}>
          <Combobox.Search
            // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props -- the library names the list
            role="combobox"
            aria-expanded
            aria-label="Kind of step"
            placeholder="Kind of step"
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
          <Combobox.Options aria-label="Kinds of step" mah={320} style={{ overflowY: 'auto' }}>
            {found.map(({ kind, title, description }) => (
              <Combobox.Option key={kind} value={kind} className={styles.kind}>
                <span className={styles.title}>{title}</span>
                <Text span size="xs" className={styles.description}>
                  {description}
                </Text>
              </Combobox.Option>
            ))}
            {found.length === 0 && <Combobox.Empty>No kind fits.</Combobox.Empty>}
          </Combobox.Options>
        </div>
      </Combobox.Dropdown>
    </Combobox>
  );
}
