/** `1, 5, 30` as numbers; what is none becomes NaN, which no schema lets pass. */
export const readSeconds = (text: string): number[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));

export const writeSeconds = (seconds: readonly number[]): string => seconds.join(', ');
