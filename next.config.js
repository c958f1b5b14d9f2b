import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./app/_request/messages.ts')

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types, those of scripts and tests too. Whoever starts the committed tree need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Title and description stand in the head of every page, not streamed behind it: the portal is sent without scripts.
  htmlLimitedBots: /.*/,
  images: { unoptimized: true },
  // The process has drafts open by Yjs already (server/rooms.ts), and two copies of it do not know each other's types.
  // pdfkit reads files that lie beside it.
  serverExternalPackages: ['yjs', 'y-protocols', 'lib0', 'pdfkit'],
  turbopack: {
    // lib0 names Node's Buffer, and never asks for it in a browser: the stand-in would weigh 7 kB.
    resolveAlias: {
      'next/dist/compiled/buffer': { browser: './components/meetings/live/no-buffer.ts' },
    },
  },
  experimental: {
    // What is too long is said at its field, with the text still there, so it has to arrive first (LARGEST_FORM in lib/act/lengths.ts).
    serverActions: { bodySizeLimit: '8mb' },
  },
  async redirects() {
    return [
      { source: '/', destination: '/es', permanent: false },
      // The page had another name.
      {
        source: '/:locale(es|en)/:forum([a-z0-9-]{3,40})/check',
        destination: '/:locale/:forum/verify',
        permanent: true,
      },
    ]
  },
  async rewrites() {
    // Two dynamic siblings of different names cannot live side by side in `app`: the log is addressed by forum alone.
    return [
      // It leads on to the language that the forum offers first.
      { source: '/:forum([a-z0-9-]{3,40})', destination: '/api/first/:forum' },
      { source: '/:forum([a-z0-9-]{3,40})/log/:path*', destination: '/api/log/:forum/:path*' },
      { source: '/:forum([a-z0-9-]{3,40})/files/:path*', destination: '/api/files/:forum/:path*' },
    ]
  },
}

export default withNextIntl(config)
