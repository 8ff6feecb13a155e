import { cli as campaigns } from '@holdfast/campaigns/cli'
import { cli as inventory } from '@holdfast/inventory/cli'
import type { CliFace } from '@holdfast/platform/contract'
import { cli as vulnerabilities } from '@holdfast/vulnerabilities/cli'

/** Every app with this face: the explicit list that programs bundle. */
export const cliFaces: readonly CliFace[] = [inventory, vulnerabilities, campaigns]
