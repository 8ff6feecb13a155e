import koffi from 'koffi'

/** prctl(2): the signal that this process gets when its parent ends. */
const setDeathSignal = 1
const sigterm = 15

/** An agent whose launcher was killed would have nobody to start it again or to go back from an update: it ends, and whoever starts launchers starts both. */
export function endWithLauncher(launcher: number): void {
  if (process.platform !== 'linux') return
  koffi.load('libc.so.6').func('int prctl(int, unsigned long)')(setDeathSignal, sigterm)
  // It may have ended just before.
  if (process.ppid !== launcher) process.exit(1)
}
