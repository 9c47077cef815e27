// Which specs of the screens go over which face. All of them can be gone over both, which `npm run test:faces` does; each
// day half of them go over the one and half over the other, since both ask the same contract in the same way. What a person
// does most is tagged `@both`; what says nothing about the window is made by `ofBrowser`, with the reason.

/** Of browsers by all that they do: pages of strangers. */
const ofBrowsers = ['strangers'];

/** The rest goes over the browser. */
const overWindow = [
  'alarms',
  'authentication',
  'body-view',
  'call-page',
  'charts',
  'chosen-calls',
  'compare',
  'deletion',
  'editor',
  'for-each',
  'lanes',
  'live-log',
  'log-views',
  'machine',
  'narrow',
  'step-forms',
  'trigger-promises',
  'trigger-setup',
];

/** @param {readonly string[]} names */
const filesOf = (names) => `\\b(${names.join('|')})\\.spec\\.ts`;

/**
 * For Playwright, which compares the file, the title and the tags of a test.
 * @param {boolean} isAll
 */
export const faces = (isAll) => ({
  browser: { grep: isAll ? /./ : new RegExp(`@both|@browser|^(?!.*${filesOf(overWindow)})`) },
  window: {
    grep: isAll ? /./ : new RegExp(`@both|${filesOf(overWindow)}`),
    grepInvert: new RegExp(`@browser|${filesOf(ofBrowsers)}`),
  },
});
