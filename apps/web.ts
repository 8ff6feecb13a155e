import { web as inventory } from '@holdfast/inventory/web'
import type { WebFace } from '@holdfast/platform/contract'

/** Every app with this face: the explicit list that the web interface bundles. */
export const webFaces: readonly WebFace[] = [inventory]
