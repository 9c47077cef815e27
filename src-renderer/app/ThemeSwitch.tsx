import { SegmentedControl, useMantineColorScheme } from '@mantine/core';

const choices = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label="Colours"
      size="xs"
      fullWidth
      data={[...choices]}
      value={colorScheme}
      onChange={(value) => {
        const choice = choices.find((known) => known.value === value);
        if (choice) setColorScheme(choice.value);
      }}
    />
  );
}
