/** What other apps may know of the inventory: its facts and the types of their items. */
export * from './facts/index.ts'
