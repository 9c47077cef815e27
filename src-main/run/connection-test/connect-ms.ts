/** How long a server may take until it lets us in; the test as a whole has little more. */
export const connectMs = 8_000;
