import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { InlineConfig, Plugin } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/**
 * How the web interface is built. Everything lands in files of its own, nothing inline: the pages run under
 * `script-src 'self'; style-src 'self'`.
 */
export function viteOptions(options: { outDir: string; page?: string }): InlineConfig {
  return {
    configFile: false,
    root: here,
    logLevel: 'warn',
    plugins: [react(), iconsOneByOne(), preloadFonts()],
    resolve: { dedupe: ['react', 'react-dom'] },
    build: {
      outDir: options.outDir,
      emptyOutDir: true,
      target: ['chrome123', 'firefox128', 'safari17.5'],
      // A data: address would need a weaker policy than 'self'.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: `${here}${options.page ?? 'index.html'}`,
        treeshake: {
          // The kit's modules do nothing on import, so a screen that uses one of them does not drag in the rest.
          moduleSideEffects: [
            { test: /\.css($|\?)/, sideEffects: true },
            { test: /\/design\/.*\.tsx?$/, sideEffects: false },
          ],
        },
      },
    },
  }
}

/** The icon package is one module that names 6,000 others; naming the file itself spares the build from reading it. */
function iconsOneByOne(): Plugin {
  const pattern = /import\s*\{([^}]*)\}\s*from\s*['"]@tabler\/icons-react['"]/g
  return {
    name: 'icons-one-by-one',
    enforce: 'pre',
    transform: {
      filter: { id: /\/(design|apps|programs)\/.*\.tsx?$/, code: '@tabler/icons-react' },
      handler(code) {
        const replaced = code.replace(pattern, (_, names: string) =>
          names
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== '' && !name.startsWith('type '))
            .map((name) => `import ${name} from '@tabler/icons-react/dist/esm/icons/${name}.mjs'`)
            .join(';'),
        )
        return { code: replaced, map: null }
      },
    },
  }
}

/** Names the two Latin font files in the page, so that they arrive with the style sheet and not after it. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler: (_, context) =>
        Object.keys(context.bundle ?? {})
          .filter((name) => /(inter|jetbrains-mono)-latin-wght-normal-[^/]+\.woff2$/.test(name))
          .map((name) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${name}`, crossorigin: '' },
            injectTo: 'head' as const,
          })),
    },
  }
}
