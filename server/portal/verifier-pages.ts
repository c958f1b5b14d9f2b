import type { RequestListener } from 'node:http'
import { verifierScript } from '../verifier.ts'
import { bodyOf, render } from '../rendering.ts'

/** The pages whose very job is arithmetic in the reader's own browser: one script, named by its hash, that asks this server alone. */
const ADDRESS = /^\/(?:es|en)\/[a-z0-9-]{3,40}\/(verify|witnesses\/sign)(\?save=1)?$/

export type VerifierPages = {
  /** What such a page may run besides what every page may, and as which file it is saved; null for all others. */
  of: (address: string) => { policy: string; savedAs: string | null } | null
  withVerifier: (html: string, saved: boolean) => Promise<string>
}

/** Null where the script was not built. */
export function verifierPages(handle: RequestListener, publicUrl: string): VerifierPages | null {
  const verifier = verifierScript()
  if (!verifier) return null
  const { hash, script } = verifier
  const { host } = new URL(publicUrl)

  /** A page to be kept: its styles within it, so that it is one file, which may ask nobody but the site that it came from. */
  async function standingAlone(html: string): Promise<string> {
    let whole = html
    for (const [link, href = ''] of html.matchAll(
      /<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"[^>]*>/g,
    )) {
      const styles = bodyOf(await render(handle, href, host)).toString('utf8')
      whole = whole.replace(
        link,
        () =>
          `<style>${styles.replaceAll(/@font-face\s*\{[^}]*\}/g, '').replaceAll('</style', '<\\/style')}</style>`,
      )
    }
    const policy = `default-src 'none'; script-src '${hash}'; style-src 'unsafe-inline'; img-src data:; connect-src ${publicUrl}`
    return whole
      .replace(/<link\b[^>]*\brel="(?:preload|icon)"[^>]*>/g, '')
      .replace(
        /<meta charSet="utf-8"\s*\/?>/i,
        (charset) => `${charset}<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      )
      .replaceAll(/ (href|action)="\/(?!\/)/g, (_link, name: string) => ` ${name}="${publicUrl}/`)
  }

  return {
    of(address) {
      const [, page, saved] = ADDRESS.exec(address) ?? []
      if (!page) return null
      const slug = address.split('/')[2] ?? ''
      return {
        policy: `script-src '${hash}'; connect-src 'self'`,
        savedAs: saved ? `${slug}-${page === 'verify' ? 'verify' : 'witness'}.html` : null,
      }
    },
    async withVerifier(html, saved) {
      const page = html
        .replaceAll('__VERIFIER__', hash)
        .replace('</body>', () => `<script>${script}</script></body>`)
      return saved ? standingAlone(page) : page
    },
  }
}
