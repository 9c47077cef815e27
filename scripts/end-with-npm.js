// npm hands a signal to the shell between it and the command, and the shell dies of it without handing it on. What
// npm started would go on unseen, with the data folder and the ports in its hands.
const lookEveryMs = 250;

/** Where npm started this process: tells it to end, as SIGTERM does, when whoever started it is gone. */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  looking.unref();
}
