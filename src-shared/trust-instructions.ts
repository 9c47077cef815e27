// How callers come to trust the local authority, by platform. For screens and the command line alike.

export interface TrustInstruction {
  readonly platform: string;
  readonly title: string;
  readonly text: string;
  /** What to type, line by line; empty where there is nothing to. */
  readonly commands: readonly string[];
}

/** The name that the authority's certificate is saved under. */
export const authorityFile = 'hookline-authority.crt';

/** `url`: an address of the HTTPS listener, for the examples. */
export const trustInstructions = (url: string): readonly TrustInstruction[] => [
  {
    platform: 'windows',
    title: 'Windows',
    text: 'In a PowerShell that runs as administrator. Programs that use the store of Windows trust it from then on, Edge and Chrome among them.',
    commands: [
      `Import-Certificate -FilePath .\\${authorityFile} -CertStoreLocation Cert:\\LocalMachine\\Root`,
    ],
  },
  {
    platform: 'macos',
    title: 'macOS',
    text: 'In a terminal; the password of an administrator is asked for. Safari and Chrome trust it from then on.',
    commands: [
      `sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ${authorityFile}`,
    ],
  },
  {
    platform: 'debian',
    title: 'Debian, Ubuntu',
    text: 'The name of the file has to end with .crt. curl, wget and git trust it from then on; Python programs mostly have a list of their own (REQUESTS_CA_BUNDLE).',
    commands: [`sudo cp ${authorityFile} /usr/local/share/ca-certificates/`, 'sudo update-ca-certificates'],
  },
  {
    platform: 'firefox',
    title: 'Firefox',
    text: 'Settings, Privacy & Security, View Certificates, Authorities, Import: choose the file and tick “Trust this CA to identify websites”.',
    commands: [],
  },
  {
    platform: 'curl',
    title: 'curl',
    text: 'For one call, without installing anything.',
    commands: [`curl --cacert ${authorityFile} ${url}/`],
  },
  {
    platform: 'node',
    title: 'Node.js',
    text: 'Node has a list of its own; this adds to it for one program.',
    commands: [`NODE_EXTRA_CA_CERTS=${authorityFile} node program.js`],
  },
  {
    platform: 'java',
    title: 'Java',
    text: 'As the user who owns the Java installation; the program is started anew afterwards.',
    commands: [
      `keytool -importcert -cacerts -storepass changeit -noprompt -alias hookline -file ${authorityFile}`,
    ],
  },
];
