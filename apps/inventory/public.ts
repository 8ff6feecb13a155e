/** What other apps may know of the inventory: its facts, the types of their items, what it lets one ask of assets, and who has what over all tenants. */
export { assetTokens } from './api/asset-tokens.ts'
export { windowsProduct } from './engine/windows/product-of-system.ts'
export * from './facts/index.ts'
export { type HeldSoftware, type Holders, holdersOf } from './store/holders.ts'
export { countHolders, type Installed, installedNamed, installedOn } from './store/installed.ts'
export { countHoldersAt, installedNamedAt } from './store/installed-at.ts'
export { packagesStarting } from './store/packages-starting.ts'
