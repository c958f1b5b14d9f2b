/** What an act brings about, a sentence each. */
export function Brings({ said }: { said: string[] }) {
  return (
    <ul className="list-disc pl-5">
      {said.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
