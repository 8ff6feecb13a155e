import { server as inventory } from '@holdfast/inventory/server'
import type { ServerFace } from '@holdfast/platform/contract'

/** Every app with this face: the explicit list that programs bundle. */
export const serverFaces: readonly ServerFace[] = [inventory]
