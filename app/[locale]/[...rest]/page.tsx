import { notFound } from 'next/navigation'

/** An address that leads nowhere gets the page that helps, in its own language. */
export default function Nowhere(): never {
  notFound()
}
