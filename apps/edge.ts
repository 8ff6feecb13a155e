import { edge as inventory } from '@holdfast/inventory/edge'
import type { EdgeFace } from '@holdfast/platform/contract'

/** Every app with this face: the explicit list that programs bundle. */
export const edgeFaces: readonly EdgeFace[] = [inventory]
