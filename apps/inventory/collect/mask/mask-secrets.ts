export { maskArguments, maskCommand, maskShapes } from '@holdfast/kit/mask'
