import { MantineThemeProvider, type MantineThemeOverride } from '@mantine/core';
import { createContext, use, type ReactNode } from 'react';

const OnlyRead = createContext(false);

const readOnly = { defaultProps: { readOnly: true } };
/** What it says is there to be read all the same. */
const disabled = {
  defaultProps: { disabled: true },
  styles: { label: { color: 'var(--mantine-color-text)', cursor: 'default' } },
};
/** What can be read stays so: a disabled text could be neither reached nor copied. */
const forReading: MantineThemeOverride = {
  components: {
    TextInput: readOnly,
    Textarea: readOnly,
    NumberInput: readOnly,
    PasswordInput: readOnly,
    Autocomplete: readOnly,
    Select: readOnly,
    MultiSelect: readOnly,
    TagsInput: readOnly,
    SegmentedControl: readOnly,
    Checkbox: disabled,
    Radio: disabled,
    Switch: disabled,
  },
};
const forAll: MantineThemeOverride = {};

/** The fields within are filled in by nobody who may not save them. `reason`: why they may not; null where they may. */
export function FieldsFor({
  reason,
  children,
}: {
  readonly reason: string | null;
  readonly children: ReactNode;
}) {
  const isOnlyRead = reason !== null;
  return (
    <OnlyRead value={isOnlyRead}>
      <MantineThemeProvider theme={isOnlyRead ? forReading : forAll}>{children}</MantineThemeProvider>
    </OnlyRead>
  );
}

export const useOnlyRead = (): boolean => use(OnlyRead);

/** What adds, moves or takes away: not there for whoever only reads. */
export const ToChange = ({ children }: { readonly children: ReactNode }): ReactNode =>
  useOnlyRead() ? null : children;
