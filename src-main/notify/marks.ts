// A webhook of a notification may come round to this installation. Its calls bear a mark that nobody else can make, so
// that no caller keeps people from being told of a call that fails.

export interface Marks {
  markOf(tellingId: string): string;
  isOwnMark(mark: string): boolean;
}

/** `digest`: under a key of the installation; throws where that cannot be had. */
export function createMarks(digest: (text: string) => string): Marks {
  const markOf = (tellingId: string) => `${tellingId}.${digest(`notification ${tellingId}`).slice(0, 22)}`;
  return {
    markOf,
    isOwnMark(mark) {
      try {
        return markOf(mark.split('.', 1)[0] ?? '') === mark;
      } catch {
        return false;
      }
    },
  };
}
