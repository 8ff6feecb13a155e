// Takes secrets out of text: by the name of an option or variable, by the program, and by the shape of the value.
export { maskArguments, maskCommand, maskShapes } from './mask-secrets.ts'
