import { defineApp } from '@holdfast/platform/contract'
import { facts } from './facts/index.ts'

export const app = defineApp({
  id: 'inventory',
  title: 'Inventory',
  question: 'What do we have?',
  lifecycle: 'experimental',
  needs: [],
  facts,
  events: [],
  permissions: ['inventory:read', 'inventory:import'],
})
