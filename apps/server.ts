import { server as campaigns } from '@holdfast/campaigns/server'
import { server as inventory } from '@holdfast/inventory/server'
import type { ServerFace } from '@holdfast/platform/contract'
import { server as vulnerabilities } from '@holdfast/vulnerabilities/server'

/** Every app with this face: the explicit list that programs bundle. */
export const serverFaces: readonly ServerFace[] = [inventory, vulnerabilities, campaigns]
