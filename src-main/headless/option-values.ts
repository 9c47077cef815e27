// What stands behind an option, read before anything is done; what is wrong with it is said with the option's name.
import { InvalidArgumentError } from 'commander';
import { ApiKeyDraft } from '#shared/model/api-key.ts';

/** A whole number of days, from 1. */
export function readDays(text: string): number {
  const days = Number(text);
  if (!/^\d{1,4}$/.test(text) || days < 1)
    throw new InvalidArgumentError('This is a number of days, from 1.');
  return days;
}

/** For how many days two values of a key work: 0 to 365. */
export function readOverlap(text: string): number {
  const overlap = ApiKeyDraft.shape.overlapDays.unwrap().safeParse(text.trim() === '' ? NaN : Number(text));
  if (!overlap.success) throw new InvalidArgumentError('This is a number of days, from 0 to 365.');
  return overlap.data;
}

/** A day or a time to come: a key that is over when it is made is a slip of the hand. A file may have one that was exported. */
export function readEnd(text: string): string {
  const end = ApiKeyDraft.shape.expiresAt.safeParse(text).data;
  if (typeof end !== 'string') throw new InvalidArgumentError('Give a day, such as 2027-01-31, or a time.');
  if (Date.parse(end) <= Date.now()) throw new InvalidArgumentError('It is over already.');
  return text;
}

/** How many, from 1 to 500. */
export function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,3}$/.test(text) || count < 1 || count > 500)
    throw new InvalidArgumentError('This is a number from 1 to 500.');
  return count;
}
