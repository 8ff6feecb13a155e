export { KeyboardSheet } from '@holdfast/design'
