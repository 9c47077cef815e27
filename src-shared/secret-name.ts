/** What a header of such a name (in lower case) holds is neither for people to read nor for a server it was not meant for. */
export const isSecretName = (name: string): boolean =>
  /authorization|cookie|api-?key|signature|token|secret|password/.test(name);
