/** Worlds: what collectors look at. Each has the shape of `World` in the contract. */
export { runCollector, wholeScope } from './collecting/run-collector.ts'
export { type FakeFile, type FakeWorldOptions, fakeWorld } from './fake/fake-world.ts'
export { hostWorld } from './host/host-world.ts'
export { rootWorld } from './root/root-world.ts'
export type { SshOptions } from './ssh/connect.ts'
export { openSshWorld } from './ssh/open-ssh-world.ts'
export { SshError } from './ssh/ssh-error.ts'
export { parseSshTarget, type SshTarget } from './ssh/ssh-target.ts'
