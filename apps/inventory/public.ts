/** What other apps may know of the inventory: its facts, the types of their items, and who has what over all tenants. */
export * from './facts/index.ts'
export { holdersOf } from './store/holders.ts'
