import { cli as inventory } from '@holdfast/inventory/cli'
import type { CliFace } from '@holdfast/platform/contract'

/** Every app with this face: the explicit list that programs bundle. */
export const cliFaces: readonly CliFace[] = [inventory]
