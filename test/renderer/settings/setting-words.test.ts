import { expect, test } from 'vitest';
import { Settings } from '#shared/model/setting.ts';
import { settingWords } from '#renderer/settings/setting-words.ts';

test('an address that is none is shown what one looks like', () => {
  const { error } = Settings.safeParse({ publicBaseUrl: 'hooks' }, { error: settingWords });
  expect(error?.issues.map(({ message }) => message)).toEqual([
    'This is not an address such as https://hooks.example.com.',
  ]);
});
