import { web as campaigns } from '@holdfast/campaigns/web'
import { web as inventory } from '@holdfast/inventory/web'
import type { WebFace } from '@holdfast/platform/contract'
import { web as vulnerabilities } from '@holdfast/vulnerabilities/web'

/** Every app with this face: the explicit list that the web interface bundles. */
export const webFaces: readonly WebFace[] = [inventory, vulnerabilities, campaigns]
