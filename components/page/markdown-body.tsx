import { useId } from 'react'
import ReactMarkdown from 'react-markdown'
import type { Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'

type Node = {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, unknown>
  children?: Node[]
}

/**
 * What a person wrote, as they wrote it. HTML in it stays the letters that were typed, for nothing that was signed may be hidden; headings
 * stand below the page's own; a picture is a link (nothing in a page may call out), and links tell nobody where the reader came from.
 */
export function MarkdownBody({
  text,
  whole = false,
}: {
  text: string /** the text is what the page is for: its headings stand right below the title */
  whole?: boolean
}) {
  // Two texts on one page may both have a first footnote.
  const prefix = useId()
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm]}
      rehypePlugins={[plainly]}
      components={whole ? ofThePage : components}
      remarkRehypeOptions={{ clobberPrefix: `${prefix}-`, footnoteBackLabel: '↩' }}
    >
      {text}
    </ReactMarkdown>
  )
}

function plainly() {
  return (tree: Node) => mend(tree, false)
}

function mend(node: Node, inLink: boolean): void {
  // The heading of the footnotes has the same id in every text, and says what their place says.
  node.children = node.children
    ?.filter((child) => child.properties?.id !== 'footnote-label')
    .map((child) => {
      delete child.properties?.ariaDescribedBy
      if (child.tagName === 'img') return asLink(child, inLink)
      if (child.tagName === 'input')
        return { type: 'text', value: child.properties?.checked ? '☑' : '☐' }
      mend(child, inLink || child.tagName === 'a')
      return child
    })
}

function asLink({ properties = {} }: Node, inLink: boolean): Node {
  const words: Node = { type: 'text', value: String(properties.alt || properties.src || '') }
  return inLink
    ? words
    : { type: 'element', tagName: 'a', properties: { href: properties.src }, children: [words] }
}

const components: Components = {
  h1: 'h4',
  h2: 'h4',
  h3: 'h5',
  h4: 'h5',
  h5: 'h6',
  h6: 'h6',
  a: ({ node: _, href, ...rest }) => (
    <a
      href={href}
      {...rest}
      {...(!href?.startsWith('#') && { rel: 'noopener noreferrer nofollow ugc' })}
    />
  ),
  // What is wider than the page scrolls by itself, by keyboard too.
  table: ({ node: _, ...rest }) => (
    <div className="scroll" tabIndex={0}>
      <table {...rest} />
    </div>
  ),
  pre: ({ node: _, ...rest }) => <pre tabIndex={0} {...rest} />,
}

const ofThePage: Components = { ...components, h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h4', h5: 'h5' }
