/** Of an app that could not go on, as of the service. */
export const failed = 70;
