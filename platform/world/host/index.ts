/** The world of this very host, alone: what an agent bundles. */
export { hostWorld } from './host-world.ts'
