import { expect, it } from 'vitest';
import { isBackupDue } from '#main/upkeep/back-up-daily.ts';

const at = (hour: number) => new Date(2026, 2, 10, hour, 30);
const before = (now: Date, hours: number) => now.getTime() - hours * 3_600_000;

it('a backup is made where there is none', () => {
  expect(isBackupDue(null, at(14))).toBe(true);
});

it('a backup is made at night, and by day where a night was missed', () => {
  expect(isBackupDue(before(at(3), 24), at(3))).toBe(true);
  expect(isBackupDue(before(at(3), 1), at(3))).toBe(false);
  expect(isBackupDue(before(at(14), 24), at(14))).toBe(false);
  expect(isBackupDue(before(at(14), 40), at(14))).toBe(true);
});
