import { type ComboboxItem, defaultOptionsFilter, type OptionsFilter } from '@mantine/core';
import { formatCount } from './format.ts';

const mostOptions = 60;

/** Of thousands of options the first ones are drawn, and it is said that typing finds the others. */
export const firstOptions: OptionsFilter = (asked) => {
  const found = defaultOptionsFilter({ ...asked, limit: Infinity }) as ReturnType<OptionsFilter>;
  if (found.length <= mostOptions) return found;
  const more: ComboboxItem = {
    value: '\0more',
    label: `${formatCount(found.length - mostOptions)} more: type`,
    disabled: true,
  };
  return [...found.slice(0, mostOptions), more];
};
