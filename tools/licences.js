/** The licences of packages that a bundle holds, which ask to go where the code goes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The texts, one after the other, for what esbuild's `metafile` tells. Throws where a package has no licence. */
export function licencesOf({ outputs }, root) {
  const folders = new Set()
  for (const { inputs } of Object.values(outputs)) {
    for (const path of Object.keys(inputs)) {
      const [folder] = /^.*\bnode_modules\/(@[^/]+\/)?[^/]+/.exec(path) ?? []
      if (folder !== undefined) folders.add(resolve(root, folder))
    }
  }
  const texts = [...folders].sort().map(licenceOf)
  return `hftsim holds code of these packages, under the licence of each.\n\n${texts.join('\n')}`
}

function licenceOf(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file))
  if (files.length === 0) throw new Error(`${name} has no licence file: it cannot be bundled.`)
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return `${`== ${name} ${version} `.padEnd(80, '=')}\n\n${texts.join('\n\n')}\n`
}
