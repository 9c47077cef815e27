// Loads the sample integrations when somebody asks for them. What it loads is imported then: it brings a parser of
// YAML along.
import type { ExamplePort } from '#main/host.ts';

/** `folder`: of the files, with a slash at its end. */
export const createExampleDesk = (folder: URL): ExamplePort => ({
  async load(client) {
    const { loadExamples } = await import('./load-examples.ts');
    return loadExamples(client, folder);
  },
});
