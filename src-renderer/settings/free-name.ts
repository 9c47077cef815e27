/** `wanted`, or with the first number behind it that nothing has. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}_${number}`)) number++;
  return `${wanted}_${number}`;
}
