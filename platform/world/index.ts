/** Worlds: what collectors look at. Each has the shape of `World` in the contract. */
export { runCollector, wholeScope } from './collecting/run-collector.ts'
export { type FakeFile, type FakeWorldOptions, fakeWorld } from './fake/fake-world.ts'
export { hostWorld } from './host/host-world.ts'
export { rootWorld } from './root/root-world.ts'
