/** How a service is made where there is no systemd: in words, since what makes it is not Hookline's. */
export function howElsewhere(platform: NodeJS.Platform, command: readonly string[]): string {
  const line = command.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
  if (platform === 'win32') {
    return [
      'Hookline does not register a Windows service by itself. In a terminal of an administrator, this starts it with',
      'the computer, before anybody signs in, and again when it fails:',
      '',
      `  schtasks /Create /TN Hookline /RU SYSTEM /SC ONSTART /RL HIGHEST /TR "${line.replaceAll('"', '\\"')}"`,
      '  schtasks /Run /TN Hookline',
      '',
      'To remove it: schtasks /End /TN Hookline, then schtasks /Delete /TN Hookline /F.',
      'For a service in the list of services, let WinSW run the same command, with a stop time-out of 30 s.',
    ].join('\n');
  }
  return [
    'There is no systemd on this system. Let what starts its services run this, and start it again where it',
    'ends with another status than 0, 73, 74 or 76:',
    '',
    `  ${line}`,
    ...(platform === 'darwin'
      ? [
          '',
          'On macOS that is a property list in /Library/LaunchDaemons with these ProgramArguments,',
          'RunAtLoad, and KeepAlive with SuccessfulExit false.',
        ]
      : []),
  ].join('\n');
}
