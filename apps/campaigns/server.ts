import { defineServer } from '@holdfast/platform/contract'
import { app } from './app.ts'

export const server = defineServer({ app, judges: [], projections: [], routes: [], entities: [], jobs: [] })
