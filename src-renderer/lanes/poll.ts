/** Lanes are asked for anew each second while they are in sight. */
export const everyMs = 1000;
