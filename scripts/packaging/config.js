// The configuration of electron-builder, as far as Hookline uses it: a word that it does not know would be ignored, and
// a fuse that is not named keeps its default.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const arch = z.array(z.enum(['x64', 'arm64']));
const targets = (/** @type {[string, ...string[]]} */ ...names) =>
  z.array(z.strictObject({ target: z.enum(names), arch })).length(names.length);

/** The file is for electron-builder 26. */
export const PackagingConfig = z.strictObject({
  appId: z.literal('dev.hookline.desktop'),
  productName: z.string(),
  copyright: z.string(),
  directories: z.strictObject({ output: z.string(), buildResources: z.string() }),
  artifactName: z.string(),
  npmRebuild: z.literal(false),
  files: z.array(z.string()),
  asar: z.literal(true),
  asarUnpack: z.array(z.string()),
  electronFuses: z.strictObject({
    runAsNode: z.literal(false),
    enableCookieEncryption: z.literal(true),
    enableNodeOptionsEnvironmentVariable: z.literal(false),
    enableNodeCliInspectArguments: z.literal(false),
    enableEmbeddedAsarIntegrityValidation: z.literal(true),
    onlyLoadAppFromAsar: z.literal(true),
    loadBrowserProcessSpecificV8Snapshot: z.literal(false),
    grantFileProtocolExtraPrivileges: z.literal(false),
    resetAdHocDarwinSignature: z.literal(true),
  }),
  fileAssociations: z.array(
    z.strictObject({
      ext: z.literal('hookline'),
      name: z.string(),
      description: z.string(),
      role: z.literal('Editor'),
      mimeType: z.string(),
    }),
  ),
  publish: z.strictObject({ provider: z.literal('generic'), url: z.url({ protocol: /^https$/ }) }),
  win: z.strictObject({
    icon: z.string(),
    verifyUpdateCodeSignature: z.literal(true),
    target: targets('nsis'),
  }),
  nsis: z.strictObject({
    oneClick: z.literal(false),
    perMachine: z.literal(false),
    allowToChangeInstallationDirectory: z.boolean(),
    deleteAppDataOnUninstall: z.literal(false),
  }),
  mac: z.strictObject({
    icon: z.string(),
    category: z.string(),
    hardenedRuntime: z.literal(true),
    target: targets('dmg', 'zip'),
  }),
  linux: z.strictObject({
    icon: z.string(),
    category: z.string(),
    synopsis: z.string(),
    maintainer: z.string(),
    target: targets('AppImage', 'deb', 'rpm'),
    desktop: z.strictObject({ entry: z.record(z.string(), z.string()) }),
  }),
  appImage: z.strictObject({ executableArgs: z.tuple([]) }),
});

/**
 * @param {string} root
 * @returns {{ config: z.infer<typeof PackagingConfig> } | { faults: string[] }}
 */
export function readConfig(root) {
  const read = PackagingConfig.safeParse(parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')));
  if (read.success) return { config: read.data };
  return {
    faults: read.error.issues.map(
      ({ path, message }) => `electron-builder.yml, ${path.join('.')}: ${message}`,
    ),
  };
}
